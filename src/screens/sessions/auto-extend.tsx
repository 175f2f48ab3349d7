import { useEffect, useRef, useState } from 'react'
import { formatDuration, formatEnd, formatEndDay } from '../../i18n/format.ts'
import { formatMoney } from '../../i18n/format-money.ts'
import { type MessageId, t } from '../../i18n/t.ts'
import { parseLease } from '../../lease/parse-lease.ts'
import { nextTimeOfDay } from '../../lease/time-of-day.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useLeaseView } from '../../sessions/time-left.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { setAutoExtendRule, autoExtendRulesStore } from '../../monitor/auto-extend-rules.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { PanelSection } from '../../ui/panel.tsx'
import { useNowMs } from '../../util/ticker.ts'
import {
  mostAutoExtended,
  nextAutoExtension,
  type AutoExtendEnd,
  type AutoExtendRule,
} from '../../monitor/auto-extend.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'

const ends: Record<AutoExtendEnd, MessageId> = {
  until: 'renewal.overUntil',
  'cap-lease': 'renewal.overCapLease',
  'cap-cost': 'renewal.overCapCost',
  'service-cap': 'renewal.overService',
}

type Fields = { step: string; until: string; capLease: string; capCost: string }

type RuleFormState = { fields: Fields; isTried: boolean }

const FIRST_FORM: RuleFormState = {
  fields: { step: '30', until: '', capLease: '', capCost: '' },
  isTried: false,
}

/** Turns automatic extension on and off, with its limits. It is off by default. */
export function AutoExtend({ row }: { row: FleetRow }) {
  const runtime = useRuntime()
  const rule = useRuntimeStore(autoExtendRulesStore, (state) => state.bySession[row.key])
  // Here rather than in the form, so that the limits are still there after it is turned off.
  const [form, setForm] = useState(FIRST_FORM)
  const status = useRef<HTMLDivElement>(null)
  const summary = useRef<HTMLElement>(null)
  const isOwnChange = useRef(false)
  const isOn = rule !== undefined
  // Either button goes when it is used. The focus goes where a further Enter undoes nothing.
  useEffect(() => {
    if (isOwnChange.current) (isOn ? status : summary).current?.focus()
    isOwnChange.current = false
  }, [isOn])
  const change = (wanted: AutoExtendRule | null) => {
    isOwnChange.current = true
    setAutoExtendRule(runtime, row.key, wanted)
  }
  return (
    <PanelSection
      title={t('renewal.title')}
      action={
        rule && (
          <Button size="small" onClick={() => change(null)}>
            {t('renewal.turnOff')}
          </Button>
        )
      }
    >
      {rule ? (
        <div
          ref={status}
          tabIndex={-1}
          className="grid gap-1 text-sm outline-none"
          role="status"
        >
          <NextAutoExtension row={row} rule={rule} />
          <Most row={row} rule={rule} never={null} />
          <p className="text-muted text-xs">{t('renewal.needsTab')}</p>
        </div>
      ) : (
        <details>
          <summary ref={summary} className="text-sm">
            {t('renewal.off')}
          </summary>
          <RuleForm row={row} form={form} onChange={setForm} onRule={change} />
        </details>
      )}
    </PanelSection>
  )
}

/** The limits of a new rule. Errors show after the first attempt to turn it on. */
function RuleForm({
  row,
  form: { fields, isTried },
  onChange,
  onRule,
}: {
  row: FleetRow
  form: RuleFormState
  onChange: (form: RuleFormState) => void
  onRule: (rule: AutoExtendRule) => void
}) {
  const { rule, errors } = readFields(fields, useNowMs())
  const isValid = Object.values(errors).every((error) => error === null)
  const field = (name: keyof Fields) => ({
    value: fields[name],
    onChange: ({ target }: { target: { value: string } }) =>
      onChange({ fields: { ...fields, [name]: target.value }, isTried }),
    autoComplete: 'off',
  })
  return (
    <form
      className="mt-3 grid grid-cols-2 gap-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onChange({ fields, isTried: true })
        if (isValid) onRule(rule)
      }}
    >
      <TextField
        label={t('renewal.step')}
        hint={t('extend.totalHint')}
        error={isTried ? errors.step : null}
        {...field('step')}
      />
      <TextField
        type="time"
        label={t('renewal.until')}
        hint={t('renewal.optional')}
        {...field('until')}
      />
      <TextField
        label={t('renewal.capLease')}
        hint={t('renewal.optional')}
        error={isTried ? errors.capLease : null}
        {...field('capLease')}
      />
      <TextField
        label={t('renewal.capCost')}
        hint={t('renewal.optional')}
        error={isTried ? errors.capCost : null}
        inputMode="decimal"
        {...field('capCost')}
      />
      {/* Its height stays while a field can't be read, so that the button never moves. */}
      <div className="col-span-2 grid min-h-10 content-center text-sm" role="status">
        {isValid && <Most row={row} rule={rule} never={t('renewal.never')} />}
      </div>
      <Button type="submit" className="justify-self-start">
        {t('renewal.turnOn')}
      </Button>
    </form>
  )
}

function readFields(fields: Fields, nowMs: number) {
  const stepMs = parseLease(fields.step)
  const untilMs = fields.until === '' ? null : nextTimeOfDay(fields.until, nowMs)
  const capLeaseMs = fields.capLease.trim() === '' ? null : parseLease(fields.capLease)
  const capCost = fields.capCost.trim() === '' ? null : Number(fields.capCost.replace(',', '.'))
  return {
    rule: { stepMs: stepMs ?? 0, untilMs, capLeaseMs, capCost },
    errors: {
      step: stepMs === null || stepMs < 60_000 ? t('renewal.badStep') : null,
      capLease:
        fields.capLease.trim() !== '' && capLeaseMs === null ? t('lease.unreadable') : null,
      capCost:
        capCost !== null && !(Number.isFinite(capCost) && capCost >= 0)
          ? t('renewal.badCost')
          : null,
    },
  }
}

/**
 * What a rule comes to when nobody turns it off, in words.
 * @param props `never`: what to say when it can't extend the lease
 */
function Most({
  row,
  rule,
  never,
}: {
  row: FleetRow
  rule: AutoExtendRule
  never: string | null
}) {
  const nowMs = useNowMs()
  const view = useLeaseView(row, nowMs)
  const preferences = useRuntimeStore(preferencesStore, (state) => state)
  const most = mostAutoExtended(
    rule,
    {
      leaseMs: row.session.leaseMs,
      endsAtMs: view.kind === 'counting' ? view.endsAtMs : null,
      size: row.session.size,
    },
    preferences,
    row.ref.account.simulatedSpeed ?? 1,
  )
  if (most === null) return never !== null && <p>{never}</p>
  const lease = formatDuration(most.leaseMs)
  return (
    <p>
      {most.endsAtMs === null
        ? t('renewal.mostLease', { lease })
        : t('renewal.most', { time: formatEndDay(most.endsAtMs, nowMs), lease })}
      {most.cost !== null &&
        ` · ${t('renewal.upTo', { cost: formatMoney(most.cost, preferences.currency) })}`}
    </p>
  )
}

/** The next automatic extension, in words. */
function NextAutoExtension({ row, rule }: { row: FleetRow; rule: AutoExtendRule }) {
  const nowMs = useNowMs()
  const view = useLeaseView(row, nowMs)
  const preferences = useRuntimeStore(preferencesStore, (state) => state)
  if (view.kind !== 'counting') return <p>{t('renewal.waitsForReady')}</p>
  const next = nextAutoExtension(
    rule,
    { leaseMs: row.session.leaseMs, endsAtMs: view.endsAtMs, size: row.session.size },
    preferences,
    nowMs,
  )
  if (next.kind === 'over') return <p>{t(ends[next.reason])}</p>
  const added = formatDuration(next.addMs)
  return (
    <p>
      {next.kind === 'due'
        ? t('renewal.due', { added })
        : t('renewal.next', { time: formatEnd(next.atMs, nowMs), added })}
      {next.addedCost !== null &&
        ` · ${t('renewal.adds', { cost: formatMoney(next.addedCost, preferences.currency) })}`}
    </p>
  )
}
