import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { coverageOf, knowledgeOf, useCoverage } from '../../sessions/coverage.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { missingRegions } from '../../sessions/missing-regions.ts'
import { leaseView, listAgeMs, useEndpointOf } from '../../sessions/time-left.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import { Button } from '../../ui/button.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { passFocusOn } from '../../ui/focus.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { BulkAction } from '../sessions/bulk/bulk-item.tsx'
import { ExtendButton } from '../sessions/extend-button.tsx'
import { PendingStatus } from '../sessions/pending-status.tsx'
import { UndoSlot } from '../sessions/undo-slot.tsx'
import { ExtendAgain } from '../sessions/unsent-item.tsx'
import { Announcer } from './announcer.tsx'
import { UnlockLink } from '../accounts/unlock-link.tsx'
import { ReloadButton, SimulatorAnswers } from './notice-item.tsx'
import { UndoCreate } from '../starts/create-item.tsx'
import { NoticeList } from './notice-list.tsx'
import { calmLine, noticeLine, shortEndingText } from './notice-text.ts'
import {
  barNotices,
  countOf,
  isAsking,
  isUndoable,
  type Notice,
  type NoticeTone,
  toneOf,
} from './notices.ts'
import { noticesStore } from './notices-store.ts'
import { useHeldNotice } from './use-held-notice.ts'

const washes: Record<NoticeTone, string> = {
  urgent: 'bg-error-wash',
  soon: 'bg-soon-wash',
  plain: '',
}

const textTones: Record<NoticeTone, string> = {
  urgent: 'text-error',
  soon: 'text-soon-text',
  plain: 'text-muted',
}

/**
 * The most urgent notice in one line, its action, and the button that opens all of them. It fills
 * the place that the frame keeps for it, so nothing moves whatever it says.
 */
export function NoticeBar({
  notices,
  rows,
}: {
  notices: readonly Notice[]
  rows: ReadonlyMap<string, FleetRow>
}) {
  const runtime = useRuntime()
  const isOpen = useRuntimeStore(noticesStore, (state) => state.isOpen)
  const opener = useRef<HTMLButtonElement>(null)
  const inBar = barNotices(notices)
  const { lead, isActive, holders } = useHeldNotice(inBar, (key) => rows.has(key))
  const tone = toneOf(notices)
  const setIsOpen = (next: boolean) => noticesStore(runtime).setState({ isOpen: next })
  const second = secondOf(lead, inBar)
  const leadRow = lead?.kind === 'ending' ? rows.get(lead.alert.sessionKey ?? '') : undefined
  return (
    <>
      <div
        className={`absolute inset-0 flex min-w-0 items-center gap-2 pl-3 sm:pl-4 ${washes[tone]} ${textTones[tone]}`}
      >
        {lead === null ? <CalmIcon /> : <Icon name={iconOf(lead)} />}
        <BarLine lead={lead} notices={notices} rows={rows} tone={tone} />
        <div className="text-text flex shrink-0 items-center gap-1.5" {...holders}>
          {lead && isActive && <LeadAction lead={lead} rows={rows} />}
          {/* Drawn last, but placed here so that Tab reaches it right after the pressed button. */}
          {leadRow && isActive && <UndoSlot row={leadRow} isCompact className="order-last" />}
          {(notices.length > 0 || isOpen) && (
            <ViewButton
              ref={opener}
              count={countOf(notices)}
              isOpen={isOpen}
              hasMore={second !== null}
              onClick={() => setIsOpen(!isOpen)}
            />
          )}
        </div>
        {leadRow && isActive && (
          <span className="flex min-w-0 shrink-0 max-sm:hidden">
            <PendingStatus row={leadRow} />
          </span>
        )}
        {second && (
          <span className="text-text min-w-0 truncate text-sm max-md:sr-only">
            {noticeLine(second, notices, () => null)}
          </span>
        )}
        {/* The place of the refresh status, which the frame draws. */}
        <span className="w-12 shrink-0 sm:w-60" />
      </div>
      {isOpen && (
        <Drawer
          title={t('notice.region')}
          closeLabel={t('notice.close')}
          opener={opener}
          onClose={() => setIsOpen(false)}
        >
          <NoticeList notices={notices} rows={rows} />
        </Drawer>
      )}
      <Announcer notices={notices} />
    </>
  )
}

/**
 * Opens and closes all notices. It goes when there is none, and then passes the focus on past the
 * bar's other buttons, because a further Enter must not extend a session.
 */
function ViewButton({
  ref,
  count,
  isOpen,
  hasMore,
  onClick,
}: {
  ref: RefObject<HTMLButtonElement | null>
  count: number
  isOpen: boolean
  hasMore: boolean
  onClick: () => void
}) {
  useLayoutEffect(() => {
    const button = ref.current
    return () => {
      if (!button || document.activeElement !== button) return
      const others = [...(button.closest('section')?.querySelectorAll('button') ?? [])]
      const next = others.findLast((other) => !button.parentElement?.contains(other))
      passFocusOn(button, next ?? null)
    }
  }, [ref])
  return (
    <Button
      ref={ref}
      size="small"
      aria-expanded={isOpen}
      aria-haspopup="dialog"
      onClick={onClick}
    >
      {hasMore && <span className="bg-accent size-2 rounded-full" aria-hidden="true" />}
      {t('notice.view')}
      {count > 0 && (
        <>
          <span aria-hidden="true">{count}</span>
          <span className="sr-only">{t('notice.viewCount', { count })}</span>
        </>
      )}
    </Button>
  )
}

/**
 * Returns what must not hide behind the notice in the bar: a more urgent one while the bar is held,
 * a start that can be undone for seconds, and a decision that something waits for.
 */
function secondOf(lead: Notice | null, notices: readonly Notice[]): Notice | null {
  const [first] = notices
  if (lead === null || first === undefined) return null
  if (first.key !== lead.key) return first
  if (isAsking(lead)) return null
  return (
    notices.find((each) => each.key !== lead.key && (isUndoable(each) || isAsking(each))) ??
    null
  )
}

function BarLine({
  lead,
  notices,
  rows,
  tone,
}: {
  lead: Notice | null
  notices: readonly Notice[]
  rows: ReadonlyMap<string, FleetRow>
  tone: NoticeTone
}) {
  const { endpoints } = useFleet()
  const endpointOf = useEndpointOf()
  const nowMs = useNowMs()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const shown = lead && asNow(lead)
  const coverage = coverageOf(endpoints, nowMs, wake)
  const line =
    shown === null
      ? calmLine(
          coverage,
          endpoints.some((each) => knowledgeOf(each, nowMs, wake) === 'stale'),
          missingRegions(endpoints, coverage),
        )
      : noticeLine(shown, notices, (endpoint) => listAgeMs(endpoint, nowMs, wake))

  /** A notice that the bar holds may be settled, and its countdown goes on. */
  function asNow(notice: Notice): Notice {
    if (notice.kind !== 'ending') return notice
    const row = rows.get(notice.alert.sessionKey ?? '') ?? null
    const view = row && leaseView(row, endpointOf(row), nowMs, wake)
    return view?.kind === 'counting'
      ? { ...notice, row, leftMs: view.leftMs, isStale: view.isStale }
      : notice
  }
  return (
    <span
      title={line}
      className={`min-w-0 truncate text-sm max-sm:flex-1 ${lead === null ? '' : 'text-text'} ${tone === 'plain' ? '' : 'font-medium'}`}
    >
      {shown?.kind === 'ending' ? (
        <>
          <span className="max-sm:hidden">{line}</span>
          <span className="truncate sm:hidden">{visibleText(shortEndingText(shown))}</span>
          {shown.row && (
            <span className="flex min-w-0 sm:hidden">
              <PendingStatus row={shown.row} />
            </span>
          )}
        </>
      ) : (
        line
      )}
    </span>
  )
}

/** Says that all is well only where everything is known. */
function CalmIcon() {
  const { endpoints } = useFleet()
  const { total, loaded } = useCoverage(endpoints)
  if (total === 0) return <Icon name="key" />
  return <Icon name={loaded < total ? 'clock' : 'check'} />
}

/** The one action that settles the notice in the bar; the drawer has the others. */
function LeadAction({
  lead,
  rows,
}: {
  lead: Notice
  rows: ReadonlyMap<string, FleetRow>
}): ReactNode {
  if (lead.kind === 'ending') {
    const row = rows.get(lead.alert.sessionKey ?? '')
    return row && <ExtendButton row={row} />
  }
  if (lead.kind === 'question')
    return (
      // On a phone they would leave no room for the question; the drawer has them.
      <span className="flex gap-1.5 max-sm:hidden">
        <SimulatorAnswers />
      </span>
    )
  if (isUndoable(lead)) return <UndoCreate intent={lead.intent} />
  if (lead.kind === 'unsent') return <ExtendAgain action={lead.action} repeat={lead.repeat} />
  if (lead.kind === 'bulk') return lead.state !== 'over' && <BulkAction {...lead} />
  if (lead.kind === 'locked') return <UnlockLink endpoint={lead.endpoint} />
  return lead.kind === 'outdated' ? <ReloadButton /> : null
}

const icons: Partial<Record<Notice['kind'], IconName>> = {
  offline: 'offline',
  ending: 'clock',
  skewed: 'clock',
  locked: 'key',
}

function iconOf(notice: Notice): IconName {
  const isUnderWay = isUndoable(notice) || ('state' in notice && notice.state === 'under-way')
  return isUnderWay ? 'clock' : (icons[notice.kind] ?? 'warning')
}
