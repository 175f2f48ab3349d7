import type { Page } from '@playwright/test'
import { expect, openNotices, openSimulator, rowOf, test } from './fixtures.ts'

/** Storage with data that no version of the console wrote. */

/** A good account beside a broken one, and something broken in every other key and table. */
function poison(page: Page) {
  return page.evaluate(async () => {
    const good = {
      id: 'good',
      name: 'Good account',
      accountId: '11111111-1111-1111-1111-111111111111',
      accountDomain: 'westeurope.mixedreality.azure.com',
      stsOrigin: 'https://sts.westeurope.mixedreality.azure.com',
      endpoints: ['https://remoterendering.westeurope.mixedreality.azure.com'],
      apiVersion: '2021-01-01',
      credentialKind: 'key',
    }
    const write = (key: string, value: unknown) =>
      localStorage.setItem(key, JSON.stringify(value))
    write('rrc.accounts', [good, { ...good, id: 'bad', endpoints: ['not a URL'] }, null])
    write('rrc.auto-extend', { a: { stepMs: 'x' }, b: 5 })
    write('rrc.preferences', { theme: 7, spacingMs: 2000, alertsMin: 'often', currency: {} })
    const open = (name: string) =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name)
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('refused'))
      })
    const change = async (
      name: string,
      table: string,
      run: (store: IDBObjectStore) => void,
    ) => {
      const db = await open(name)
      await new Promise<void>((resolve) => {
        const transaction = db.transaction(table, 'readwrite')
        run(transaction.objectStore(table))
        transaction.oncomplete = () => resolve()
      })
      db.close()
    }
    await change('rrc-gates', 'gates', (store) => {
      const all = store.getAllKeys()
      all.onsuccess = () => {
        for (const key of all.result)
          store.put({ lastCallAtMs: Number.NaN, notBeforeMs: 'later', claims: 'none' }, key)
      }
    })
    await change('rrc-gates', 'lead', (store) => store.put('first', 'epoch'))
    await change('remote-rendering-simulator', 'states', (store) =>
      store.put({ version: 1, options: {}, changed: 'all' }, 'current'),
    )
    const row = {
      id: 'bad',
      key: 'bad',
      sessionKey: 'bad',
      end: null,
      places: 5,
      endpoint: 'no',
    }
    for (const table of [
      'entries',
      'localActions',
      'alerts',
      'createIntents',
      'startPlans',
      'unsentActions',
      'bulkRuns',
      'bulkItems',
    ])
      await change('rrc-console', table, (store) => store.put(row))
  })
}

test('with any stored data every page opens, calls are sent, and it is reported once', async ({
  page,
}) => {
  await openSimulator(page)
  await poison(page)
  const said = page.getByText("Some saved data couldn't be read")
  await page.goto('/')
  // All places are named among the notices.
  await openNotices(page)
  await expect(said).toHaveCount(1)
  await expect(said).toContainText('rrc.accounts')
  await expect(said).toContainText('rrc-console startPlans')
  await expect(said).toContainText('remote-rendering-simulator')

  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  await page
    .getByRole('button', { name: 'Extend crane-model-check by 15 minutes' })
    .first()
    .click()
  await expect(page.getByText(/^crane-model-check extended by .* now 5 h 15 min/)).toBeVisible({
    timeout: 40_000,
  })

  const headings = {
    '/accounts': 'Accounts',
    '/accounts/new': /./,
    '/accounts/good': 'Good account',
    '/settings': 'Settings',
    '/history': 'History',
    '/activity': 'Activity',
    // Its former address.
    '/calls': 'Activity',
    '/sessions/new': 'New session',
    '/simulator': 'Simulator',
  }
  for (const [path, name] of Object.entries(headings)) {
    await page.goto(path)
    const panel = page.getByRole('complementary')
    await expect(panel.getByRole('heading', { name }).first()).toBeVisible()
    await expect(panel.getByText('stopped working')).toHaveCount(0)
  }
  // Reported on the first visit only.
  await page.goto('/')
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  await openNotices(page)
  await expect(said).toHaveCount(0)
  // Kept, although the accounts were not written since.
  expect(await page.evaluate(() => localStorage.getItem('rrc.set-aside'))).toContain(
    'not a URL',
  )
})
