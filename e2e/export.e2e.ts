import { readFile } from 'node:fs/promises'
import { expect, openSimulator, rowOf, test } from './fixtures.ts'

/** Taking sessions elsewhere, as a file or by the clipboard. */

test('what is shown or selected is exported, and a link leads to the same view', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await openSimulator(page)
  await page.getByRole('combobox', { name: 'Filter sessions' }).fill('fair')
  await expect(rowOf(page, 'anna-debug')).toBeHidden()

  // What the filter shows, from the options of the table.
  await page.getByRole('button', { name: 'Table options' }).click()
  const options = page.getByRole('dialog', { name: 'Table options' })
  const saving = page.waitForEvent('download')
  await options.getByRole('button', { name: 'Download CSV' }).click()
  const saved = await saving
  expect(saved.suggestedFilename()).toMatch(/^sessions-.*\.csv$/)
  const [header, ...lines] = (await readFile(await saved.path(), 'utf8')).trim().split('\r\n')
  expect(header).toMatch(/^session,status,account,/)
  expect(lines.map((line) => line.split(',')[0]).toSorted()).toEqual([
    'fair-booth-1',
    'fair-booth-3',
  ])
  await options.getByRole('button', { name: 'Copy link to this view' }).click()
  await expect.poll(copied).toMatch(/\/\?q=fair$/)
  await page.keyboard.press('Escape')

  // The selected session only, from its bar.
  await rowOf(page, 'fair-booth-3').getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'Copy JSON' }).click()
  await expect(page.getByText('Copied 1 session as JSON')).toBeVisible()
  const records = JSON.parse(await copied()) as { session: string }[]
  expect(records.map(({ session }) => session)).toEqual(['fair-booth-3'])
  await page.keyboard.press('Escape')

  // And from the palette.
  await page.keyboard.press('ControlOrMeta+k')
  // Typed at once, maybe before the palette's code is there.
  await page.keyboard.type('copy text')
  await expect(page.getByRole('option', { selected: true })).toHaveText(
    /Copy 1 session as text/,
  )
  await page.keyboard.press('Enter')
  await expect.poll(copied).toMatch(/^fair-booth-3\tReady\t/)
})
