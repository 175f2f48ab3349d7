import { useMemo, useState } from 'react'
import type { EndpointRef } from '../../../accounts/accounts.ts'
import { needsNetwork } from '../../../accounts/accounts.ts'
import { isUnlocked } from '../../../accounts/credentials.ts'
import { gatesOf } from '../../../calls/gates.ts'
import type { Gate } from '../../../gate/types.ts'
import { formatDuration, formatList } from '../../../i18n/format.ts'
import { formatMoney } from '../../../i18n/format-money.ts'
import { t } from '../../../i18n/t.ts'
import { costOf, hourlyRate, sumOf } from '../../../monitor/cost.ts'
import { preferencesStore } from '../../../runtime/preferences.ts'
import { useRuntime } from '../../../runtime/runtime-context.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { useRuntimeStore } from '../../../runtime/use-runtime-store.ts'
import { type BulkChange, bulkTarget } from '../../../sessions/bulk.ts'
import type { FleetRow } from '../../../sessions/fleet-model.ts'
import { isStopping } from '../../../sessions/pending-actions.ts'
import { startBulk } from '../../../sessions/run-bulk.ts'
import { leaseView, useEndpointOf } from '../../../sessions/time-left.ts'
import { wakeStore } from '../../../tabs/page-lifecycle.ts'
import { Button } from '../../../ui/button.tsx'
import { FieldGroup, TextField } from '../../../ui/field.tsx'
import { closeModal, ModalDialog } from '../../../ui/modal-dialog.tsx'
import { Properties, Property } from '../../../ui/properties.tsx'
import { isOffline } from '../../../util/use-is-offline.ts'
import { blockedText } from '../blocked-text.ts'
import { readLease } from '../session-validators.ts'
import { type BulkLine, BulkLines } from './bulk-lines.tsx'
import {
  addedMs,
  bulkForecast,
  type BulkPlan,
  bulkPlan,
  type FrozenRow,
  type GateState,
  isTyped,
} from './bulk-plan.ts'
import { aboutText } from './bulk-text.ts'

const MINUTE_MS = 60_000

/**
 * Asks before many sessions are extended or stopped. The sessions are those of the moment it was
 * opened: no later poll, filter, order, or selection changes what it shows and what is acted on.
 */
export default function BulkDialog({
  kind,
  rows,
  onClose,
}: {
  kind: BulkChange['kind']
  rows: readonly FleetRow[]
  onClose: () => void
}) {
  const runtime = useRuntime()
  const frozen = useFrozen(rows)
  const [firstMin = 15] = useRuntimeStore(preferencesStore, (state) => state.extendStepsMin)
  const [addMs, setAddMs] = useState<number | null>(firstMin * MINUTE_MS)
  const [typed, setTyped] = useState('')
  const plan = useMemo(
    () =>
      bulkPlan(
        frozen,
        kind === 'stop' ? { kind } : { kind, addMs: addMs ?? firstMin * MINUTE_MS },
      ),
    [frozen, kind, addMs, firstMin],
  )
  const count = plan.acted.length
  const hasToType = isTyped(kind, count)
  const problem =
    count === 0
      ? t('bulk.nonePossible')
      : kind === 'extend' && addMs === null
        ? t('bulk.otherMissing')
        : hasToType && typed.trim() !== String(count)
          ? t('bulk.typeMissing')
          : null
  const confirm = () => {
    const targets = plan.acted.map(({ row }) => bulkTarget(row))
    if (kind === 'stop') startBulk(runtime, { kind }, targets)
    else if (addMs !== null) startBulk(runtime, { kind, addMs }, targets)
  }
  return (
    <ModalDialog
      title={t(kind === 'stop' ? 'bulk.stopTitle' : 'bulk.extendTitle', { count })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={({ currentTarget }) => closeModal(currentTarget)}>
            {t('action.cancel')}
          </Button>
          <Button
            variant={kind === 'stop' ? 'danger' : 'primary'}
            disabledReason={problem}
            onClick={({ currentTarget }) => {
              confirm()
              closeModal(currentTarget)
            }}
          >
            {t(kind === 'stop' ? 'bulk.stopConfirm' : 'bulk.extendConfirm', { count })}
          </Button>
        </>
      }
    >
      {kind === 'extend' ? <StepField onChange={setAddMs} /> : <p>{t('stop.confirmEffect')}</p>}
      <Summary plan={plan} kind={kind} addMs={addMs} />
      {hasToType && (
        <TextField
          label={t('bulk.typeCount', { count })}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      )}
      <BulkLines label={t('bulk.sessions')} lines={useMemo(() => linesOf(plan), [plan])} />
    </ModalDialog>
  )
}

/** Returns the sessions, and what each of them allows, as they are when the dialog opens. */
function useFrozen(rows: readonly FleetRow[]): readonly FrozenRow[] {
  const runtime = useRuntime()
  const endpointOf = useEndpointOf()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const [frozen] = useState(() => {
    const nowMs = runtime.ports.now()
    return rows.map((row): FrozenRow => {
      const view = leaseView(row, endpointOf(row), nowMs, wake)
      return {
        row,
        conditions: conditionsOf(runtime, row),
        leftMs: view.kind === 'counting' ? view.endsAtMs - nowMs : null,
      }
    })
  })
  return frozen
}

function conditionsOf(runtime: Runtime, { key, ref: { account } }: FleetRow) {
  return {
    isUnlocked: isUnlocked(runtime, account.id),
    isOffline: needsNetwork(account) && isOffline(navigator),
    isStopping: isStopping(runtime, key),
  }
}

/** Asks by how much. @param props `onChange`: gets ms; null while nothing valid is entered */
function StepField({ onChange }: { onChange: (addMs: number | null) => void }) {
  const steps = useRuntimeStore(preferencesStore, (state) => state.extendStepsMin)
  const [choice, setChoice] = useState<number | 'other'>(steps[0] ?? 'other')
  const [other, setOther] = useState('')
  const otherMs = (text: string) => {
    const ms = readLease(text)
    return ms !== null && ms > 0 ? ms : null
  }
  return (
    <FieldGroup legend={t('bulk.by')}>
      <div className="text-text flex flex-wrap items-center gap-x-5 gap-y-1 text-sm">
        {steps.map((minutes) => (
          <label key={minutes} className="flex min-h-7 items-center gap-1.5">
            <input
              type="radio"
              name="bulk-step"
              checked={choice === minutes}
              onChange={() => {
                setChoice(minutes)
                onChange(minutes * MINUTE_MS)
              }}
            />
            {formatDuration(minutes * MINUTE_MS)}
          </label>
        ))}
        <label className="flex min-h-7 items-center gap-1.5">
          <input
            type="radio"
            name="bulk-step"
            checked={choice === 'other'}
            onChange={() => {
              setChoice('other')
              onChange(otherMs(other))
            }}
          />
          {t('bulk.other')}
        </label>
      </div>
      {choice === 'other' && (
        <TextField
          label={t('bulk.otherDuration')}
          hint={t('bulk.otherHint')}
          error={other !== '' && otherMs(other) === null ? t('bulk.otherMissing') : null}
          autoComplete="off"
          value={other}
          onChange={({ target }) => {
            setOther(target.value)
            onChange(otherMs(target.value))
          }}
        />
      )}
    </FieldGroup>
  )
}

function Summary({
  plan: { acted, leftOut },
  kind,
  addMs,
}: {
  plan: BulkPlan
  kind: BulkChange['kind']
  addMs: number | null
}) {
  const runtime = useRuntime()
  const preferences = useRuntimeStore(preferencesStore, (state) => state)
  const { takesMs, lateCount } = useMemo(
    () => bulkForecast(acted, kind, gateStates(runtime)),
    [acted, kind, runtime],
  )
  const regions = [...new Set(acted.map(({ row }) => row.region))].toSorted()
  const cost = sumOf(
    acted.map((frozen) => {
      const { size, status } = frozen.row.session
      if (kind === 'extend') return costOf(preferences, size, addedMs(frozen, addMs ?? 0))
      return status === 'Ready' ? hourlyRate(preferences, size) : null
    }),
  )
  return (
    <>
      <div className="bg-bar border-line text-text rounded border px-3 py-2">
        <Properties>
          <Property name={t('bulk.regions')} value={formatList(regions)} />
          <Property name={t('bulk.takes')} value={aboutText(takesMs)} />
          {cost !== null && (
            <Property
              name={t(kind === 'extend' ? 'extend.addedCost' : 'bulk.saved')}
              value={formatMoney(cost, preferences.currency)}
            />
          )}
        </Properties>
      </div>
      {lateCount > 0 && (
        <p className="text-soon-text text-sm">{t('bulk.mayEnd', { count: lateCount })}</p>
      )}
      {leftOut.length > 0 && (
        <p className="text-sm">{t('bulk.leftOut', { count: leftOut.length })}</p>
      )}
    </>
  )
}

/** Returns a lookup of gates, which gives one object for each. */
function gateStates(runtime: Runtime): (ref: EndpointRef) => GateState {
  const states = new Map<Gate, GateState>()
  const nowMs = runtime.ports.now()
  return (ref) => {
    const gate = gatesOf(runtime).of(ref)
    const { spacingMs, nextCallAtMs } = gate.getView()
    const state = states.get(gate) ?? {
      spacingMs,
      opensInMs: Math.max(0, nextCallAtMs - nowMs),
    }
    states.set(gate, state)
    return state
  }
}

function linesOf({ acted, leftOut }: BulkPlan): BulkLine[] {
  const line = ({ row }: FrozenRow, text: string, tone: BulkLine['tone']): BulkLine => ({
    key: row.key,
    id: row.session.id,
    place: row.region,
    text,
    tone,
  })
  return [
    ...acted.map((frozen) =>
      line(
        frozen,
        frozen.leftMs === null ? frozen.row.session.status : formatDuration(frozen.leftMs),
        'plain',
      ),
    ),
    ...leftOut.map(({ frozen, reason }) => line(frozen, blockedText(reason), 'failure')),
  ]
}
