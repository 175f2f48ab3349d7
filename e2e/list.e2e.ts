import {
  cellOf,
  countOf,
  expect,
  leaveTable,
  openNotices,
  openSimulator,
  passTwoLists,
  rowOf,
  test,
} from './fixtures.ts'

/** The endpoint of fair-booth-1, which is down in region-down. */
const HOST_OF_BOOTH = 'remoterendering.eastus.simulator.test'

test('filter and order are part of the address and survive a reload', async ({ page }) => {
  await openSimulator(page)
  await page.getByRole('combobox', { name: 'Filter sessions' }).fill('fair')
  await expect(rowOf(page, 'fair-booth-3')).toBeVisible()
  await expect(rowOf(page, 'anna-debug')).toBeHidden()
  await page.getByRole('columnheader', { name: 'Session' }).getByRole('button').click()
  await page.getByRole('columnheader', { name: 'Session' }).getByRole('button').click()
  await expect(page).toHaveURL(/q=fair/)
  await expect(page).toHaveURL(/sort=id\.desc/)

  await page.reload()
  await expect(rowOf(page, 'fair-booth-3')).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Session' })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  await expect(rowOf(page, 'anna-debug')).toBeHidden()
})

test('the filter keeps every letter typed while the page is busy with lists, and Back restores it', async ({
  page,
}) => {
  await openSimulator(page, '&sessions=10000')
  const filter = page.getByRole('combobox', { name: 'Filter sessions' })
  await filter.fill('studio')
  await expect(page).toHaveURL(/q=studio/)
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()

  await page.evaluate(() => {
    const burn = () => {
      const untilMs = performance.now() + 120
      while (performance.now() < untilMs);
    }
    Object.assign(globalThis, { burning: setInterval(burn, 130) })
  })
  const typed = 'the quick brown fox jumps over lazy dogs'
  await filter.selectText()
  // All regions are listed while the letters come. The focus stays in the field.
  await page.getByRole('button', { name: 'Refresh' }).dispatchEvent('click')
  await page.keyboard.type(typed, { delay: 30 })
  await expect(filter).toHaveValue(typed)
  await page.evaluate(() =>
    clearInterval((globalThis as unknown as { burning: number }).burning),
  )
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(typed)
  await expect(filter).toHaveValue(typed)

  await page.goBack()
  await expect(filter).toHaveValue('studio')
  await expect(page).toHaveURL(/q=studio/)
})

test('three clicks on +15 become one call that adds 45 minutes', async ({ page }) => {
  await openSimulator(page)
  const row = rowOf(page, 'studio-a-review')
  // The poll was just sent, so the call waits for its turn and the clicks can add up.
  const add15 = row.getByRole('button', { name: 'Extend studio-a-review by 15 minutes' })
  await add15.click()
  await add15.click()
  await add15.click()
  await expect(row).toContainText('+45 min, sends in')
  await expect(
    page.getByText('studio-a-review extended by 45 min. Its lease is now 4 h 45 min.'),
  ).toBeVisible()
  expect(await countOf(page, 'extend')).toBe(1)
})

test('a waiting stop can be undone and is never sent', async ({ page }) => {
  await openSimulator(page)
  await rowOf(page, 'fair-booth-1').getByRole('button', { name: 'Stop fair-booth-1' }).click()
  await page.getByRole('button', { name: 'Stop session' }).click()
  await page.getByRole('button', { name: 'Undo for fair-booth-1' }).click()
  await expect(
    rowOf(page, 'fair-booth-1').getByRole('button', { name: 'Stop fair-booth-1' }),
  ).toBeVisible()
  // A stop would have been sent before either list.
  await passTwoLists(page, HOST_OF_BOOTH)
  expect(await countOf(page, 'stop')).toBe(0)
  await expect(rowOf(page, 'fair-booth-1')).toContainText('Ready')
})

test('a stop that is not undone is sent once', async ({ page }) => {
  await openSimulator(page)
  await rowOf(page, 'fair-booth-1').getByRole('button', { name: 'Stop fair-booth-1' }).click()
  await page.getByRole('button', { name: 'Stop session' }).click()
  await expect.poll(() => countOf(page, 'stop', HOST_OF_BOOTH)).toBe(1)
  await leaveTable(page)
  await expect(rowOf(page, 'fair-booth-1')).toBeHidden({ timeout: 30_000 })
  expect(await countOf(page, 'stop')).toBe(1)
})

test('one region down never hides the others', async ({ page }) => {
  await openSimulator(page, '&scenario=region-down')
  await expect((await openNotices(page)).getByText(/couldn't list sessions/)).toBeVisible()
  for (const id of ['studio-a-review', 'crane-model-check'])
    await expect(rowOf(page, id)).toBeVisible()
  await expect(rowOf(page, 'fair-booth-1')).toHaveCount(0)
})

test('a throttled list keeps its rows and says when it continues', async ({ page }) => {
  await openSimulator(page)
  await expect(rowOf(page, 'anna-debug')).toBeVisible()
  await page.getByRole('link', { name: /^Accounts:/ }).click()
  await page.getByRole('link', { name: 'Simulator settings' }).click()
  await page.getByLabel('Scenario').selectOption('throttled')
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByText('Rate limit reached').first()).toBeVisible()
  await expect(page.getByRole('button', { name: /Rate limited · retry in/ })).toBeVisible()
  await expect(rowOf(page, 'anna-debug')).toBeVisible()
})

test('unreadable records are reported, and the others shown', async ({ page }) => {
  await openSimulator(page, '&scenario=malformed')
  await expect((await openNotices(page)).getByText(/couldn't be read/).first()).toBeVisible()
  const rows = page.getByRole('table', { name: 'Sessions' }).getByRole('row')
  // The heading is one of them.
  await expect.poll(() => rows.count()).toBeGreaterThan(3)
  await expect(rows.filter({ hasText: 'Ready' }).first()).toBeVisible()
})

test('a list whose links lead in a circle ends, is shown, and is marked as incomplete', async ({
  page,
}) => {
  await openSimulator(page, '&scenario=looped-link&sessions=9')
  const notices = await openNotices(page)
  await expect(notices.getByText(/the list may be incomplete/).first()).toBeVisible({
    timeout: 30_000,
  })
  await expect(page.getByRole('row').nth(1)).toBeVisible()
})

test('IDs stay distinct and complete, and a long status stays in its row', async ({ page }) => {
  await openSimulator(page, '&scenario=strange-texts&sessions=30')
  const table = page.getByRole('table', { name: 'Sessions' })
  const strange = table.getByRole('link', { name: /^\\u\{202E\}gpj\./ }).first()
  await expect(strange).toBeVisible()
  await expect(table.getByRole('link', { name: /^half\\u\{D800\}-/ }).first()).toBeVisible()
  expect(await table.textContent()).not.toMatch(/[\u202E\u2066\u200B]/)
  const status = table.getByText(/^Under.*maintenance-/).first()
  const cell = table.getByRole('cell', { name: /^Under.*maintenance-/ }).first()
  const [text, frame] = [await status.boundingBox(), await cell.boundingBox()]
  // A missing box would fit anywhere.
  if (!text || !frame) throw new Error('the status or its cell is not drawn')
  expect(text.x + text.width).toBeLessThanOrEqual(frame.x + frame.width + 1)
  // Its page opens, and the copied text is the ID itself.
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await strange.click()
  await page.getByRole('button', { name: 'Copy Session ID' }).click()
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^\u202Egpj\./)
})

test('tabs of one browser share one simulated service', async ({ page, context }) => {
  await openSimulator(page, '&sessions=0')
  await page.getByRole('link', { name: 'New session' }).first().click()
  await page.getByLabel('Session ID').fill('shared-one')
  await page.getByRole('button', { name: 'Start session' }).click()
  await expect(rowOf(page, 'shared-one')).toBeVisible()

  const second = await context.newPage()
  await second.goto('/')
  await expect(rowOf(second, 'shared-one')).toBeVisible()
})

test('10,000 sessions are in the table, and only those in view are in the document', async ({
  page,
}) => {
  await openSimulator(page, '&sessions=10000')
  const table = page.getByRole('table', { name: 'Sessions' })
  // The regions arrive one after the other.
  await expect
    .poll(async () => Number(await table.getAttribute('aria-rowcount')))
    .toBeGreaterThan(5000)
  const drawn = await table.getByRole('row').count()
  expect(drawn).toBeGreaterThan(10)
  expect(drawn).toBeLessThan(60)
})

test('a clock that is minutes off is reported, and the time left is still right', async ({
  page,
}) => {
  await openSimulator(page, '&scenario=clock-skew')
  await expect(
    (await openNotices(page)).getByText(
      /^westeurope · Simulator: the service's clock is \d+ min( .*)? (ahead|behind)/,
    ),
  ).toBeVisible()
  await expect(cellOf(page, 'studio-a-review', /^≈?1:1[78]:\d\d/)).toBeVisible()
})
