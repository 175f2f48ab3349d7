import { t } from '../../i18n/t.ts'
import { answerLink } from '../../accounts/simulator-control.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { storageHealthStore } from '../../runtime/storage-health.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { Button } from '../../ui/button.tsx'
import { DismissButton } from '../../ui/dismiss-button.tsx'
import { formatEndpointAccount } from '../sessions/row-text.ts'
import { BulkItem } from '../sessions/bulk/bulk-item.tsx'
import { UnsentItem } from '../sessions/unsent-item.tsx'
import { CreateItem } from '../starts/create-item.tsx'
import { StartPlanItem } from '../starts/start-plan-item.tsx'
import { AlertItem, EndingItem } from './alert-item.tsx'
import { FailedItem, LockedItem, UnreadableItem } from './endpoint-items.tsx'
import { AlertGroup, type AskBulk, EndingGroup } from './notice-group.tsx'
import { NoticeRow } from './notice-row.tsx'
import { skewText, storageText } from './notice-text.ts'
import type { Notice } from './notices.ts'
import { dismissNotice, noticesStore } from './notices-store.ts'

/**
 * One notice in full.
 * @param props `onStop`: opens the confirmation elsewhere, because a notice can disappear while the
 *   confirmation is open, and calls back once it is confirmed; `onBulk`: likewise for many
 */
export function NoticeItem({
  notice,
  rows,
  onStop,
  onBulk,
}: {
  notice: Notice
  rows: ReadonlyMap<string, FleetRow>
  onStop: (row: FleetRow, onConfirmed?: () => void) => void
  onBulk: AskBulk
}) {
  switch (notice.kind) {
    case 'offline':
      return <NoticeRow icon="offline">{t('banner.offline')}</NoticeRow>
    case 'outdated':
      return <NoticeRow actions={<ReloadButton />}>{t('storage.outdated')}</NoticeRow>
    case 'question':
      return (
        <NoticeRow tone="plain" actions={<SimulatorAnswers />}>
          {t('simulator.asked')}
        </NoticeRow>
      )
    case 'ending':
      return (
        <EndingItem
          alert={notice.alert}
          row={notice.row}
          leftMs={notice.leftMs}
          onStop={onStop}
        />
      )
    case 'endings':
      return <EndingGroup endings={notice.endings} onBulk={onBulk} />
    case 'alerts':
      return <AlertGroup alerts={notice.alerts} rows={rows} />
    case 'alert':
      return (
        <AlertItem alert={notice.alert} row={rows.get(notice.alert.sessionKey ?? '') ?? null} />
      )
    case 'plan':
      return <StartPlanItem plan={notice.plan} reachability={notice.reachability} />
    case 'create':
      return (
        <CreateItem
          intent={notice.intent}
          reachability={notice.reachability}
          undoLeftMs={notice.undoLeftMs}
        />
      )
    case 'unsent':
      return <UnsentItem action={notice.action} repeat={notice.repeat} onStop={onStop} />
    case 'bulk':
      return <BulkItem {...notice} />
    case 'locked':
      return <LockedItem endpoint={notice.endpoint} />
    case 'failed':
      return <FailedItem endpoints={notice.endpoints} />
    case 'unreadable':
      return <UnreadableItem endpoint={notice.endpoint} />
    case 'incomplete':
      return (
        <NoticeRow>
          {t('banner.incomplete', { place: formatEndpointAccount(notice.endpoint) })}
        </NoticeRow>
      )
    case 'skewed':
      return <NoticeRow icon="clock">{skewText(notice)}</NoticeRow>
    case 'storage':
      return <StorageItem noticeKey={notice.key} problem={notice.problem} />
    case 'simulator-failed':
      return <SimulatorFailed reason={notice.reason} />
  }
}

/** Loads the page again, when another version of the console has taken over its storage. */
export function ReloadButton() {
  return (
    <Button size="small" onClick={() => location.reload()}>
      {t('storage.reload')}
    </Button>
  )
}

/** The two answers to a link that wants to start the simulator beside the user's accounts. */
export function SimulatorAnswers() {
  const runtime = useRuntime()
  const answer = async (isWanted: boolean) =>
    noticesStore(runtime).setState({
      simulatorFailure: await answerLink(runtime, isWanted, t('simulator.accountName')),
    })
  return (
    <>
      <Button size="small" onClick={() => void answer(true)}>
        {t('simulator.start')}
      </Button>
      <Button size="small" variant="quiet" onClick={() => void answer(false)}>
        {t('simulator.notNow')}
      </Button>
    </>
  )
}

function SimulatorFailed({ reason }: { reason: string }) {
  const runtime = useRuntime()
  const text = t('simulator.failed', { reason })
  return (
    <NoticeRow
      tone="failure"
      actions={
        <DismissButton
          message={text}
          onClick={() => noticesStore(runtime).setState({ simulatorFailure: null })}
        />
      }
    >
      {text}
    </NoticeRow>
  )
}

function StorageItem({
  noticeKey,
  problem,
}: {
  noticeKey: string
  problem: Extract<Notice, { kind: 'storage' }>['problem']
}) {
  const runtime = useRuntime()
  const places = useRuntimeStore(storageHealthStore, ({ setAside }) => setAside)
  const text = storageText(problem, places)
  return (
    <NoticeRow
      actions={
        <DismissButton message={text} onClick={() => dismissNotice(runtime, noticeKey)} />
      }
    >
      {text}
    </NoticeRow>
  )
}
