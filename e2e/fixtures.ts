import { test as base, expect, type Locator, type Page } from '@playwright/test'

/**
 * Every test fails on a violation of the content security policy, an uncaught error, or an
 * error on the browser's console.
 */
export const test = base.extend<{ expectedErrors: RegExp | null; cleanPage: void }>({
  /** Errors that a test causes on purpose. */
  expectedErrors: [null, { option: true }],
  cleanPage: [
    async ({ context, expectedErrors }, use) => {
      const problems: string[] = []
      context.on('weberror', (error) => problems.push(error.error().message))
      context.on('console', (message) => {
        // Many tests refuse a call, and the browser reports each one.
        const isRefusedCall = message.text().startsWith('Failed to load resource')
        const isExpected = isRefusedCall || expectedErrors?.test(message.text())
        if (message.type() === 'error' && !isExpected) problems.push(message.text())
      })
      await use()
      expect(problems).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

/** The row of a session in the table. */
export function rowOf(page: Page, id: string) {
  return page.getByRole('row', { name: id, exact: true })
}

/** The cell of a column in a session's row. */
export function cellOf(page: Page, id: string, text: string | RegExp) {
  return rowOf(page, id).getByRole('cell').filter({ hasText: text }).first()
}

/** Takes pointer and focus out of the table, which holds its rows as long as they are in it. */
export async function leaveTable(page: Page) {
  await page.mouse.move(0, 0)
  await page.getByRole('combobox', { name: 'Filter sessions' }).focus()
}

/** Expects that a control has the focus, soon: a panel that closes gives it back a frame later. */
export async function expectFocusKept(page: Page) {
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
}

/** Clicks a step in the menu of a session's extend button. */
export async function extendByMenu(page: Page, id: string, minutes: number, clicks = 1) {
  const row = rowOf(page, id)
  await row.getByRole('button', { name: `More ways to extend ${id}` }).click()
  const step = row.getByRole('menuitem', { name: `Extend ${id} by ${minutes} minutes` })
  for (let click = 0; click < clicks; click += 1) await step.click()
  await page.keyboard.press('Escape')
}

/** The figure that counts the Ready sessions. */
export function readyFigure(page: Page) {
  return page
    .getByRole('toolbar', { name: 'Filter by status' })
    .getByRole('button', { name: /Ready$/ })
}

/** Opens the console in its simulator and waits for the fleet and for what loads after it. */
export async function openSimulator(page: Page, query = '') {
  await page.goto(`/?simulator${query}`)
  await expect(readyFigure(page)).toBeVisible()
  await expect(page.getByRole('list', { name: 'Notifications' })).toBeAttached()
}

/** Opens the drawer of notices, unless it is open. @returns the drawer */
export async function openNotices(page: Page): Promise<Locator> {
  const notices = page.getByRole('dialog', { name: 'Notices' })
  if (!(await notices.isVisible()))
    await page.getByRole('button', { name: /^View .*notice/ }).click()
  await expect(notices).toBeVisible()
  return notices
}

/** The counts of the page's simulated service, by host. */
export type ServiceStats = {
  throttled: number
  endpoints: Record<
    string,
    { calls: number; smallestGapMs: number | null; operations: Record<string, number> }
  >
}

/** The simulated service's own count of calls. */
export function statsOf(page: Page): Promise<ServiceStats> {
  return page.evaluate(
    async () =>
      (await (
        await fetch('/gateway/sts.simulator.test/simulator/stats')
      ).json()) as ServiceStats,
  )
}

/** How often an operation reached the simulated service, at one endpoint or at all of them. */
export async function countOf(
  page: Page,
  operation: 'list' | 'create' | 'extend' | 'stop' | 'get' | 'token',
  host?: string,
): Promise<number> {
  return Object.entries((await statsOf(page)).endpoints)
    .filter(([name]) => host === undefined || name === host)
    .reduce((sum, [, { operations }]) => sum + (operations[operation] ?? 0), 0)
}

/**
 * Waits for two more lists of an endpoint. Everything that waited at its gate before has been
 * sent by then, because user actions go before polls.
 */
export async function passTwoLists(page: Page, host: string): Promise<void> {
  const before = await countOf(page, 'list', host)
  await expect
    .poll(() => countOf(page, 'list', host), { timeout: 40_000 })
    .toBeGreaterThanOrEqual(before + 2)
}

/** Everything that this browser stores for the console, as one text. */
export function everythingStored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const rowsOf = (database: IDBDatabase, name: string) =>
      new Promise<unknown[]>((resolve, reject) => {
        const request = database.transaction(name).objectStore(name).getAll()
        request.onsuccess = () => resolve(request.result as unknown[])
        request.onerror = () => reject(request.error ?? new Error('not read'))
      })
    const stored: unknown[] = [Object.entries(localStorage), Object.entries(sessionStorage)]
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name)
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('not opened'))
      })
      for (const table of database.objectStoreNames)
        stored.push([name, table, await rowsOf(database, table)])
      database.close()
    }
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys()) stored.push(request.url)
    return JSON.stringify([stored, history.state, document.cookie, location.href])
  })
}

/** Whether this tab is the one that polls, according to the browser's locks. */
export function isLeading(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    navigator.locks.request(`probe ${Math.random()}`, async (probe) => {
      const { held = [] } = await navigator.locks.query()
      const own = held.find(({ name }) => name === probe?.name)?.clientId
      return held.some(({ name, clientId }) => name === 'rrc-leader' && clientId === own)
    }),
  )
}

/** The smallest spacing in the settings, so that the tests need not wait 5 s each time. */
export async function useShortSpacing(page: Page) {
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Minimum time between calls').selectOption('2 s')
  await page.getByRole('button', { name: 'Close panel' }).click()
}

/** Fills in and submits the form of a new account for a simulator over HTTP. */
export async function addStudioAccount(
  page: Page,
  simulator: { origin: string; accountId: string },
  accountKey: string,
  apiVersion = '2021-01-01',
) {
  await page.goto('/accounts/new')
  await fillAccount(page, simulator, accountKey, apiVersion)
  await page.getByRole('button', { name: 'Add account' }).click()
}

/** Fills in the open form of a new account. */
export async function fillAccount(
  page: Page,
  simulator: { origin: string; accountId: string },
  accountKey: string,
  apiVersion: string,
) {
  await page.getByLabel('Display name').fill('Studio')
  await page.getByLabel('Account ID').fill(simulator.accountId)
  await page.getByLabel('Account domain').fill(simulator.origin)
  await page.getByLabel('Other endpoints').fill(simulator.origin)
  await page.getByLabel('API version').selectOption(apiVersion)
  await page.getByRole('textbox', { name: 'Account key' }).fill(accountKey)
}
