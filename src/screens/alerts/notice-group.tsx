import { type ReactNode, useId, useRef, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { type Alert, canSnooze, SNOOZE_MS } from '../../monitor/alerts.ts'
import { changeAlerts } from '../../monitor/alerts-store.ts'
import { paths } from '../../paths.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import type { BulkChange } from '../../sessions/bulk.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { DismissButton } from '../../ui/dismiss-button.tsx'
import { useRowWindow } from '../../ui/row-window.ts'
import { PageLink } from '../shell/page-link.tsx'
import { addToast } from '../shell/toasts-store.ts'
import { AlertLine, EndingLine } from './alert-item.tsx'
import { alertsText } from './alert-text.ts'
import { NoticeRow } from './notice-row.tsx'
import { endingGroupText } from './notice-text.ts'
import { asNotice, type Notice, type NoticeEnding, toneOfEnd } from './notices.ts'
import { noticesStore } from './notices-store.ts'
import { useFocusOfSettled } from './use-focus-of-settled.ts'
import { useHeldList } from './use-held-list.ts'

/** The height of a line of an open group, and of the part of it in view, px. */
const LINE_PX = 44
const VIEW_PX = 7 * LINE_PX

/** Opens the dialog of a bulk operation elsewhere, because a notice can disappear meanwhile. */
export type AskBulk = (kind: BulkChange['kind'], rows: readonly FleetRow[]) => void

/** Many ends as one notice that opens into all of them. */
export function EndingGroup({
  endings,
  onBulk,
}: {
  endings: readonly [NoticeEnding, ...NoticeEnding[]]
  onBulk: AskBulk
}) {
  const { leftMs } = endings[0]
  const later = endings.filter((each) => canSnooze(each.leftMs)).map(({ alert }) => alert)
  const runtime = useRuntime()
  const text = endingGroupText(endings)
  return (
    <Group
      tone={leftMs !== null && toneOfEnd(leftMs) === 'urgent' ? 'failure' : 'warning'}
      text={text}
      alerts={endings.map(({ alert }) => alert)}
      members={endings.map(asNotice)}
      actions={
        <>
          <EndingActions endings={endings} onBulk={onBulk} />
          {later.length > 0 && (
            <Button
              size="small"
              title={t('alert.snoozeManyHint', { count: later.length })}
              onClick={() =>
                changeAlerts(runtime, later, {
                  snoozedUntilMs: runtime.ports.now() + SNOOZE_MS,
                })
              }
            >
              {t('alert.snoozeMany', { count: later.length })}
            </Button>
          )}
        </>
      }
    />
  )
}

/** What can be done with all sessions that end, as far as their regions have answered. */
function EndingActions({
  endings,
  onBulk,
}: {
  endings: readonly NoticeEnding[]
  onBulk: AskBulk
}) {
  const runtime = useRuntime()
  const rows = endings.flatMap(({ row }) => row ?? [])
  const none = rows.length === 0 ? t('bulk.nonePossible') : null
  return (
    <>
      <PageLink
        to={{ pathname: paths.home, search: endingSearch(endings) }}
        className={buttonClass('quiet', 'small')}
        onClick={() => noticesStore(runtime).setState({ isOpen: false })}
      >
        {t('bulk.showInList')}
      </PageLink>
      <Button
        size="small"
        aria-haspopup="dialog"
        disabledReason={none}
        onClick={() => onBulk('extend', rows)}
      >
        {t('bulk.extendAll')}
      </Button>
      <Button
        size="small"
        variant="stop"
        aria-haspopup="dialog"
        disabledReason={none}
        onClick={() => onBulk('stop', rows)}
      >
        {t('bulk.stopAll')}
      </Button>
    </>
  )
}

/** Returns the part of the address that filters the list by these ends, in the language of filters. */
function endingSearch(endings: readonly NoticeEnding[]): string {
  const latestMs = Math.max(...endings.map(({ leftMs }) => leftMs ?? 0))
  const minutes = Math.max(1, Math.ceil(latestMs / 60_000))
  return new URLSearchParams({ q: `left<${minutes}m` }).toString()
}

/** Many alerts of another kind as one notice that opens into all of them. */
export function AlertGroup({
  alerts,
  rows,
}: {
  alerts: readonly Alert[]
  rows: ReadonlyMap<string, FleetRow>
}) {
  return (
    <Group
      tone={alerts[0]?.kind === 'error' ? 'failure' : 'warning'}
      text={alertsText(alerts)}
      alerts={alerts}
      members={alerts.map((alert) => ({ kind: 'alert', key: alert.id, alert }))}
      rows={rows}
    />
  )
}

function Group({
  tone,
  text,
  alerts,
  members,
  rows,
  actions,
}: {
  tone: 'warning' | 'failure'
  text: string
  alerts: readonly Alert[]
  members: readonly Notice[]
  rows?: ReadonlyMap<string, FleetRow>
  actions?: ReactNode
}) {
  const runtime = useRuntime()
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  return (
    <>
      <NoticeRow
        tone={tone}
        actions={
          <>
            <Button
              size="small"
              aria-expanded={isOpen}
              aria-controls={isOpen ? id : undefined}
              onClick={() => setIsOpen(!isOpen)}
            >
              {t(isOpen ? 'notice.hideEach' : 'notice.showEach')}
            </Button>
            {actions}
            <DismissButton message={text} onClick={() => dismissAll(runtime, alerts, text)} />
          </>
        }
      >
        {text}
      </NoticeRow>
      {isOpen && <Members id={id} label={text} members={members} rows={rows} />}
    </>
  )
}

/** Dismisses many alerts, with a way back: one click must not silence them for good. */
function dismissAll(runtime: Runtime, alerts: readonly Alert[], text: string): void {
  changeAlerts(runtime, alerts, { isDismissed: true })
  addToast(runtime, {
    tone: 'success',
    text: t('alert.dismissedMany', { count: alerts.length }),
    error: null,
    action: {
      label: t('alert.undoDismiss'),
      of: text,
      run: () => changeAlerts(runtime, alerts, { isDismissed: false }),
    },
  })
}

/** The members of a group. Only those in view are in the document. */
function Members({
  id,
  label,
  members,
  rows,
}: {
  id: string
  label: string
  members: readonly Notice[]
  rows: ReadonlyMap<string, FleetRow> | undefined
}) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const { held, onPointerDown, hover } = useHeldList(members)
  const indexes = useRowWindow(scroller, held.length, LINE_PX)
  const [focusedKey, setFocusedKey] = useState<string | null>(null)
  const focusedIndex = held.findIndex(({ notice }) => notice.key === focusedKey)
  // The line with the focus stays, however far it is scrolled away.
  const inOrder = [...new Set([...indexes, focusedIndex])].sort((a, b) => a - b)
  const drawn = inOrder.flatMap((index) => {
    const member = held[index]
    return member ? [{ index, ...member }] : []
  })
  const onFocus = useFocusOfSettled(
    list,
    drawn.map(({ notice, isSettled }) => `${notice.key} ${isSettled}`).join('\n'),
  )
  return (
    <div
      ref={setScroller}
      id={id}
      className="border-line overflow-y-auto overscroll-contain border-t"
      style={{ maxHeight: VIEW_PX }}
    >
      <ul
        ref={list}
        tabIndex={-1}
        aria-label={label}
        className="relative outline-none"
        style={{ height: held.length * LINE_PX }}
        onFocus={onFocus}
        onBlur={() => setFocusedKey(null)}
        onPointerDown={onPointerDown}
        {...hover}
      >
        {drawn.map(({ index, notice, isSettled }) => (
          <li
            key={notice.key}
            tabIndex={-1}
            inert={isSettled}
            onFocus={() => setFocusedKey(notice.key)}
            aria-setsize={held.length}
            aria-posinset={index + 1}
            className={`absolute inset-x-0 -outline-offset-2 ${isSettled ? 'opacity-50' : ''}`}
            style={{ top: index * LINE_PX, height: LINE_PX }}
          >
            <MemberLine notice={notice} rows={rows} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function MemberLine({
  notice,
  rows,
}: {
  notice: Notice
  rows: ReadonlyMap<string, FleetRow> | undefined
}) {
  if (notice.kind === 'ending') return <EndingLine {...notice} />
  if (notice.kind !== 'alert') return null
  const { alert } = notice
  return <AlertLine alert={alert} row={rows?.get(alert.sessionKey ?? '') ?? null} />
}
