import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import '../../index.css'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { toRow } from '../../sessions/fleet-model.ts'
import { accountsStore } from '../../accounts/accounts.ts'
import { FleetProvider } from '../../sessions/fleet.tsx'
import { credentialsStore, setCredential } from '../../accounts/credentials.ts'
import { type Alert, newAlert } from '../../monitor/alerts.ts'
import { Notices } from './alert-center.tsx'
import { NoticeList } from './notice-list.tsx'
import type { Notice } from './notices.ts'
import { noticesStore } from './notices-store.ts'
import { toastsStore } from '../shell/toasts-store.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { historyEntry } from '../../test-support/history.ts'
import { historyStore } from '../../monitor/history-store.ts'
import { alertsStore } from '../../monitor/alerts-store.ts'

/** What stands: in the list above the table, and in title and icon of the tab. */

let runtime = openRuntime()

const show = (...alerts: Alert[]) => {
  alertsStore(runtime).setState({ rows: new Map(alerts.map((alert) => [alert.id, alert])) })
  noticesStore(runtime).setState({ isOpen: true })
  return render(
    <Surroundings runtime={runtime}>
      <FleetProvider>
        <Notices />
      </FleetProvider>
    </Surroundings>,
  )
}
const icon = () => document.querySelector<HTMLLinkElement>('link[rel=icon]')

beforeEach(() => {
  runtime = openRuntime()
  icon()?.remove()
  const link = document.createElement('link')
  link.rel = 'icon'
  document.head.append(link)
})

test('an outdated alert about an end is neither in the list nor in title and icon', async () => {
  await show(
    newAlert({ id: 'a', kind: 'expired', sessionId: 'dock' }, Date.now()),
    newAlert(
      {
        id: 'b',
        kind: 'ending',
        sessionKey: `${account.id} ${ENDPOINT} crane`,
        sessionId: 'crane',
        leaseMs: 60_000,
        minutes: 5,
      },
      Date.now(),
    ),
  )
  const dismiss = page.getByRole('button', { name: /^Dismiss: / })
  expect(dismiss.elements()).toHaveLength(1)
  expect(document.title).toBe('(1) Remote Rendering Console')
  expect(icon()?.href).toContain('favicon-alert')
  await dismiss.click()
  await expect.poll(() => document.title).toBe('Remote Rendering Console')
  expect(icon()?.href).not.toContain('favicon-alert')
})

test('an alert stays when a twin of its account is asked, and goes with the account', async () => {
  accountsStore(runtime).setState({ accounts: [account, { ...account, id: 'twin' }] })
  setCredential(runtime, 'twin', { kind: 'key', accountKey: 'key' })
  const about = (accountId: string) =>
    newAlert(
      {
        id: accountId,
        kind: 'expired',
        sessionKey: `${accountId} ${ENDPOINT} dock`,
        sessionId: `at ${accountId}`,
      },
      Date.now(),
    )
  await show(about(account.id), about('removed'))
  await expect
    .element(page.getByRole('button', { name: /^Dismiss: .*at account/ }))
    .toBeVisible()
  expect(document.title).toBe('(1) Remote Rendering Console')
})

test('an alert about the end of a session that is known to have ended is not shown', async () => {
  accountsStore(runtime).setState({ accounts: [account] })
  const about = (sessionId: string) =>
    newAlert(
      {
        id: sessionId,
        kind: 'ending',
        sessionKey: `${account.id} ${ENDPOINT} ${sessionId}`,
        sessionId,
        leaseMs: 60_000,
        minutes: 5,
      },
      Date.now(),
    )
  const entryOf = (sessionId: string, startedAtMs: number, endedAtMs: number | null) =>
    historyEntry({
      key: `${sessionId} ${startedAtMs}`,
      sessionKey: `${account.id} ${ENDPOINT} ${sessionId}`,
      endedAtMs,
    })
  // Its ID was used again.
  const entries = [entryOf('over', 1, 2), entryOf('again', 1, 2), entryOf('again', 3, null)]
  historyStore(runtime).setState({ rows: new Map(entries.map((each) => [each.key, each])) })
  await show(about('over'), about('again'))
  await expect.element(page.getByText(/^again is ending soon/).first()).toBeVisible()
  expect(page.getByText(/^over is ending soon/).elements()).toHaveLength(0)
})

test('thousands of alerts are one line, which opens into those in view', async () => {
  const alerts = Array.from({ length: 5000 }, (_, index) =>
    newAlert({ id: `${index}`, kind: 'expired', sessionId: `session-${index}` }, index),
  )
  await show(...alerts)
  const items = page.getByRole('listitem')
  expect(document.title).toBe('(5000) Remote Rendering Console')
  expect(items.elements()).toHaveLength(1)
  expect(items.elements()[0]?.textContent).toContain('5,000 sessions expired')
  await page.getByRole('button', { name: 'Show each' }).click()
  const list = page.getByRole('list', { name: /sessions expired$/ })
  const lines = list.getByRole('listitem')
  const textAt = (index: number) => lines.elements().at(index)?.textContent
  await expect.poll(() => textAt(0)).toContain('session-4999 expired')
  expect(lines.elements().length).toBeLessThan(30)
  // What is dismissed keeps its place under the pointer for a moment, and the next one has the focus.
  await page.getByRole('button', { name: 'Dismiss: session-4999 expired' }).click()
  await expect.poll(() => document.activeElement?.textContent).toContain('session-4998')
  list.element().parentElement?.scrollTo(0, 1e6)
  await expect.poll(() => textAt(-1)).toContain('session-0 expired')
  await page.getByRole('button', { name: 'Dismiss: 4,999 sessions expired' }).click()
  await expect.poll(() => document.title).toBe('Remote Rendering Console')
  expect(
    toastsStore(runtime)
      .getState()
      .toasts.map(({ text }) => text),
  ).toEqual(['4,999 alerts dismissed'])
  toastsStore(runtime).getState().toasts[0]?.action?.run()
  await expect.poll(() => document.title).toBe('(4999) Remote Rendering Console')
})

const session = observedSession()

test('the question before a stop stays when its alert disappears', async () => {
  credentialsStore(runtime).setState({
    byAccount: { [account.id]: { kind: 'key', accountKey: 'key of the account' } },
  })
  const row = toRow({ account, endpoint: ENDPOINT }, session)
  const alert = newAlert(
    { id: 'a', kind: 'ending', sessionKey: row.key, sessionId: session.id, minutes: 5 },
    Date.now(),
  )
  const notice: Notice = { kind: 'ending', key: alert.id, alert, row, leftMs: 60_000 }
  const list = (notices: readonly Notice[]) => (
    <Surroundings runtime={runtime}>
      <NoticeList notices={notices} rows={new Map([[row.key, row]])} />
    </Surroundings>
  )
  const screen = await render(list([notice]))
  await page.getByRole('button', { name: `Stop ${session.id}` }).click()
  const question = page.getByRole('dialog', { name: `Stop ${session.id}?` })
  await expect.element(question).toBeVisible()
  await screen.rerender(list([]))
  // The press holds the list for a second.
  const items = () => page.getByRole('listitem').elements().length
  await expect.poll(items, { timeout: 5000 }).toBe(0)
  await expect.element(question).toBeVisible()
})

test('the list says until when an alert is snoozed, and not that nothing needs attention', async () => {
  const observed = observedSession({ id: 'crane' })
  setCredential(runtime, account.id, { kind: 'key', accountKey: 'key' })
  accountsStore(runtime).setState({ accounts: [account] })
  const row = toRow({ account, endpoint: ENDPOINT }, observed)
  await show(
    newAlert(
      {
        id: 'a',
        kind: 'ending',
        sessionKey: row.key,
        sessionId: 'crane',
        leaseMs: observed.leaseMs,
        minutes: 10,
        snoozedUntilMs: Date.now() + 200_000,
      },
      Date.now(),
    ),
  )
  await expect.element(page.getByText(/^crane is snoozed until \d\d:\d\d\.$/)).toBeVisible()
  expect(page.getByText('Nothing needs your attention.').elements()).toEqual([])
})
