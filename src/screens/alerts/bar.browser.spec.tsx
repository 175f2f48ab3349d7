import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import '../../index.css'
import { setCredential } from '../../accounts/credentials.ts'
import { endpointKeyOf } from '../../accounts/endpoint-lookup.ts'
import { gatesOf } from '../../calls/gates.ts'
import { setPreferences } from '../../runtime/preferences.ts'
import { newAlert } from '../../monitor/alerts.ts'
import { toRow } from '../../sessions/fleet-model.ts'
import { pendingActionsStore, sessionProgress } from '../../sessions/pending-actions.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { NoticeBar } from './notice-bar.tsx'
import type { Notice } from './notices.ts'

/** What the bar says while the user's hand is on it, and what it never hides. */

let runtime = openRuntime()
const ref = { account, endpoint: ENDPOINT }
const rowOf = (id: string) => toRow(ref, observedSession({ id }))
const [one, two] = [rowOf('one'), rowOf('two')]
const rows = new Map([one, two].map((row) => [row.key, row]))

const ending = (row: typeof one, leftMs: number): Notice => {
  const { id } = row.session
  const alert = newAlert(
    { id: `ending ${id}`, kind: 'ending', sessionKey: row.key, sessionId: id },
    0,
  )
  return { kind: 'ending', key: alert.id, alert, row, leftMs }
}
const question: Notice = { kind: 'question', key: 'question' }

const bar = (notices: readonly Notice[], listed = rows) => (
  <Surroundings runtime={runtime}>
    <section className="relative h-10">
      <NoticeBar notices={notices} rows={listed} />
      <button type="button" className="absolute right-0">
        Refresh
      </button>
    </section>
    <button type="button" className="mt-40">
      Elsewhere
    </button>
  </Surroundings>
)
const extend = (id: string) =>
  page.getByRole('button', { name: new RegExp(`^Extend ${id} by 15`) })
const elsewhere = () => page.getByRole('button', { name: 'Elsewhere' })

beforeEach(async () => {
  await page.viewport(1024, 700)
  runtime = openRuntime()
  setCredential(runtime, account.id, { kind: 'key', accountKey: 'key of the account' })
})

test('a more urgent end takes the bar only once the mouse has left its buttons', async () => {
  const screen = await render(bar([ending(one, 300_000)]))
  await extend('one').hover()
  await screen.rerender(bar([ending(two, 60_000), ending(one, 300_000)]))
  await expect.element(extend('one')).toBeVisible()
  expect(extend('two').elements()).toEqual([])
  // It is not hidden meanwhile.
  await expect.element(page.getByText('2 ending soon · next: two 1:00').first()).toBeVisible()
  await elsewhere().hover()
  await expect.element(extend('two')).toBeVisible()
})

test('a session that has ended leaves the bar, and what follows it has no button under the mouse', async () => {
  const listed = new Map(rows)
  const screen = await render(bar([ending(one, 3000)], listed))
  await extend('one').hover()
  listed.delete(one.key)
  await screen.rerender(bar([ending(two, 300_000)], new Map(listed)))
  await expect.element(page.getByText('two ends in 5:00')).toBeVisible()
  expect(extend('one').elements()).toEqual([])
  expect(extend('two').elements()).toEqual([])
  await elsewhere().hover()
  await expect.element(extend('two')).toBeVisible()
})

test('a time that no recent list confirms is said to be unconfirmed', async () => {
  await render(bar([{ ...ending(one, 118_000), isStale: true } as Notice]))
  await expect.element(page.getByText(/^one ends in about 1:58. Not confirmed/)).toBeVisible()
})

test.each([1024, 390])(
  'what is pending and its Undo stand beside the buttons, which do not move, %s px wide',
  async (width) => {
    await page.viewport(width, 700)
    // A token needs no network, and nothing is sent in ten seconds.
    setCredential(runtime, account.id, { kind: 'token', accessToken: 'a token' })
    setPreferences(runtime, { undoSeconds: 10 })
    await render(bar([ending(one, 300_000)]))
    const button = extend('one').element()
    const place = JSON.stringify(button.getBoundingClientRect())
    await extend('one').click()
    await extend('one').click()
    const pending = page.getByRole('status').filter({ hasText: '+30 min' })
    await expect.element(pending).toBeVisible()
    expect(JSON.stringify(button.getBoundingClientRect())).toBe(place)
    await page.getByRole('button', { name: 'Undo for one' }).click()
    await expect.element(pending).not.toBeInTheDocument()
    expect(JSON.stringify(button.getBoundingClientRect())).toBe(place)
  },
)

test('an end that is settled stays while the keyboard is on its button', async () => {
  const screen = await render(bar([ending(one, 300_000), ending(two, 400_000)]))
  await userEvent.tab()
  await expect.element(extend('one')).toHaveFocus()
  await screen.rerender(bar([ending(two, 400_000)]))
  await expect.element(extend('one')).toHaveFocus()
  await elsewhere().click()
  await expect.element(extend('two')).toBeVisible()
})

test('View goes with the last notice, and the bar says no more than the list', async () => {
  const screen = await render(bar([ending(one, 300_000)]))
  await page.getByRole('button', { name: /^View/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Dismiss/ })
    .click()
  await screen.rerender(bar([]))
  await expect.element(page.getByText('Nothing needs your attention.')).toBeVisible()
  expect(extend('one').elements()).toEqual([])
  await expect.element(page.getByRole('button', { name: /^View all$/ })).toBeVisible()
  await page.getByRole('button', { name: 'Close notices' }).click()
  expect(page.getByRole('button', { name: /^View/ }).elements()).toEqual([])
  expect(document.activeElement).not.toBe(document.body)
})

test('a question that was answered leaves no button beneath the mouse', async () => {
  const screen = await render(bar([question, ending(one, 300_000)]))
  await page.getByRole('button', { name: 'Not now' }).hover()
  await screen.rerender(bar([ending(one, 300_000)]))
  await expect.element(page.getByText(/^one ends in/).first()).toBeVisible()
  expect(extend('one').elements()).toEqual([])
  await elsewhere().hover()
  await expect.element(extend('one')).toBeVisible()
})

test('a question answered by the keyboard passes the focus on, and the next end can be extended', async () => {
  const screen = await render(bar([question, ending(one, 300_000)]))
  const answer = page.getByRole('button', { name: 'Not now' })
  await userEvent.tab()
  while (document.activeElement !== answer.element()) await userEvent.tab()
  await screen.rerender(bar([ending(one, 300_000)]))
  await expect.element(page.getByRole('button', { name: /^View/ })).toHaveFocus()
  await expect.element(extend('one')).toBeVisible()
  // The bar holds the notice that it shows now.
  await screen.rerender(bar([ending(two, 60_000), ending(one, 300_000)]))
  await expect.element(extend('one')).toBeVisible()
  await elsewhere().click()
  await expect.element(extend('two')).toBeVisible()
})

test('a decision that something waits for shows beside a more urgent end', async () => {
  await render(bar([ending(one, 60_000), question]))
  await expect.element(page.getByText('one ends in 1:00').first()).toBeVisible()
  await expect.element(page.getByText(/starts the simulator/).first()).toBeVisible()
})

test('a screen reader hears each notice once', async () => {
  const screen = await render(bar([ending(one, 61_000)]))
  const live = () => document.querySelector('[aria-live=assertive]')?.textContent
  await expect.poll(live).toBe('one ends in 1:01')
  await screen.rerender(bar([ending(one, 60_000)]))
  expect(live()).toBe('one ends in 1:01')
  await screen.rerender(bar([ending(one, 60_000), ending(two, 300_000)]))
  await expect.poll(live).toBe('two ends in 5:00')
})

test('an extension that a reload cut off is asked for again where it is reported', async () => {
  await page.viewport(1440, 700)
  setCredential(runtime, account.id, { kind: 'token', accessToken: 'a token' })
  setPreferences(runtime, { undoSeconds: 10 })
  const unsent = (kind: 'extend' | 'stop'): Notice => ({
    kind: 'unsent',
    key: kind,
    action: {
      ...endpointKeyOf(ref),
      id: kind,
      kind,
      sessionId: 'one',
      addMs: kind === 'stop' ? null : 45 * 60_000,
      createdAtMs: Date.now(),
      sentAtMs: null,
      end: 'left-behind',
      isDismissed: false,
    },
    repeat: kind === 'stop' ? { kind, row: one } : { kind, row: one, addMs: 45 * 60_000 },
  })
  await render(bar([unsent('extend'), unsent('stop')]))
  await page.getByRole('button', { name: /^View/ }).click()
  const notices = page.getByRole('dialog', { name: 'Notices' })
  await notices.getByRole('button', { name: 'Extend one by 45 min' }).click()
  await expect
    .poll(() =>
      sessionProgress(
        pendingActionsStore(runtime).getState(),
        one.key,
        gatesOf(runtime).of(ref).getView().waiting,
      ),
    )
    .toMatchObject({ kind: 'extend', progress: { addMs: 45 * 60_000 } })
  await notices.getByRole('button', { name: 'Stop one' }).click()
  await expect.element(page.getByRole('dialog', { name: 'Stop one?' })).toBeVisible()
})

test('a notice that is settled by a click keeps its place for a moment, so a second click does nothing', async () => {
  await page.viewport(1440, 700)
  const setAside: Notice = { kind: 'storage', key: 'a', problem: 'set-aside' }
  const refused: Notice = { kind: 'storage', key: 'b', problem: 'refused' }
  const screen = await render(bar([setAside, refused]))
  await page.getByRole('button', { name: /^View/ }).click()
  const items = page.getByRole('dialog', { name: 'Notices' }).getByRole('listitem')
  const [first, second] = [items.nth(0), items.nth(1)]
  const dismiss = first.getByRole('button', { name: /^Dismiss/ })
  await dismiss.click()
  const topPx = () => second.element().getBoundingClientRect().top
  const before = topPx()
  await screen.rerender(bar([refused]))
  expect(topPx()).toBe(before)
  expect(first.element()).toHaveProperty('inert', true)
  // The focus has left the item that is settled, and goes to no button.
  expect(document.activeElement).toBe(second.element())
  await expect.poll(() => items.elements().length, { timeout: 5000 }).toBe(1)
})

test('the focus stays on the page when the last notice is answered by mouse', async () => {
  const screen = await render(bar([question]))
  const answer = page.getByRole('button', { name: 'Not now' })
  await answer.click()
  await screen.rerender(bar([]))
  await expect.element(answer).not.toBeInTheDocument()
  await expect.poll(() => document.activeElement?.tagName).not.toBe('BODY')
})
