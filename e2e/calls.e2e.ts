import { readFile } from 'node:fs/promises'
import { DEFAULT_ACCOUNT } from '../src/simulator/account.ts'
import { expect, isLeading, openSimulator, rowOf, test } from './fixtures.ts'

test('recent calls are listed, filtered, copied, and exported without a secret', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openSimulator(page)
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  await page.getByRole('button', { name: /^API rate limit/ }).click()
  await page.getByRole('link', { name: 'API calls' }).click()

  const calls = page.getByRole('list', { name: 'API calls' }).getByRole('listitem')
  await expect(calls.filter({ hasText: '/sessions?api-version=' }).first()).toContainText(
    /GET.*200.*Queued .* ms.*MS-CV \S+/s,
  )

  await page.getByLabel('Operation', { exact: true }).selectOption('Get token')
  await expect(calls).toHaveCount(1)
  await calls.getByRole('button', { name: /as curl/ }).click()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  expect(command).toContain('"Authorization: Bearer $ARR_ACCOUNT_ID:$ARR_ACCOUNT_KEY"')

  await page.getByLabel('Operation', { exact: true }).selectOption('All operations')
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export JSONL' }).click()
  const file = await downloading
  expect(file.suggestedFilename()).toMatch(/^calls-\d{4}-\d\d-\d\dT\d{4}\.jsonl$/)
  const text = await readFile(await file.path(), 'utf8')
  const lines = text.trimEnd().split('\n')
  expect(lines.length).toBeGreaterThan(3)
  for (const line of lines) expect(JSON.parse(line)).toHaveProperty('waitMs')
  // Contains neither a token (three parts of Base64) nor a key.
  const secret = /eyJ|[\w+/]{40,}=/
  expect(`{"alg":"none"} is ${btoa('{"alg":"none"}')}`).toMatch(secret)
  expect(DEFAULT_ACCOUNT.accountKey).toMatch(secret)
  expect(text + command).not.toMatch(secret)

  await page.getByLabel('Filter calls').fill('no such call')
  await expect(page.getByText('No matching calls')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(calls.first()).toBeVisible()
})

test('a follower shows the calls of the tab that polls', async ({ page, context }) => {
  await openSimulator(page)
  await expect(rowOf(page, 'crane-model-check')).toBeVisible()
  const other = await context.newPage()
  await other.goto('/')
  await expect(rowOf(other, 'crane-model-check')).toBeVisible()
  await expect.poll(() => isLeading(other)).toBe(true)
  await page.getByRole('button', { name: /^API rate limit/ }).click()
  await page.getByRole('link', { name: 'API calls' }).click()
  const calls = page.getByRole('list', { name: 'API calls' }).getByRole('listitem')
  const before = await calls.count()
  await expect.poll(() => calls.count(), { timeout: 30_000 }).toBeGreaterThan(before)
  expect(await isLeading(page)).toBe(false)
})
