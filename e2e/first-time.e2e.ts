import { readFileSync } from 'node:fs'
import { expect, rowOf, test } from './fixtures.ts'
import { startSimulatorProcess } from './simulator-process.ts'

/** The session that the newcomer works on: the one at the top of the list. */
const ID = 'anna-debug'

test('a newcomer connects an account, extends a session, and stops it, in the steps of README.md', async ({
  page,
}) => {
  const simulator = await startSimulatorProcess()
  const steps: string[] = []
  const step = (title: string, act: () => Promise<unknown>) => {
    steps.push(title)
    return test.step(title, act)
  }
  try {
    await page.goto('/')
    await step('Choose **Add account**.', () =>
      page.getByRole('link', { name: 'Add account' }).click(),
    )
    await step(
      'Enter a name, the account ID, the address as the account domain and under **Other endpoints**, and the key.',
      async () => {
        await page.getByLabel('Display name').fill('Studio')
        await page.getByLabel('Account ID').fill(simulator.accountId)
        await page.getByLabel('Account domain').fill(simulator.origin)
        await page.getByLabel('Other endpoints').fill(simulator.origin)
        await page.getByRole('textbox', { name: 'Account key' }).fill(simulator.accountKey)
      },
    )
    await step('Choose **Add account**. Its sessions appear in the list.', async () => {
      await page.getByRole('button', { name: 'Add account' }).click()
      await expect(rowOf(page, ID)).toBeVisible()
    })
    await step(
      'Choose **+15** in the row of a session. Its end moves after a few seconds.',
      async () => {
        await rowOf(page, ID)
          .getByRole('button', { name: `Extend ${ID} by 15 minutes` })
          .click()
        await expect(page.getByText('Its lease is now')).toBeVisible({ timeout: 30_000 })
      },
    )
    await step('Choose **Stop** in the same row.', () =>
      rowOf(page, ID)
        .getByRole('button', { name: `Stop ${ID}` })
        .click(),
    )
    await step(
      'Choose **Stop session**. The session leaves the list once the service confirms that it ended.',
      async () => {
        await page.getByRole('dialog').getByRole('button', { name: 'Stop session' }).click()
        await expect(page.getByText(`${ID} stopped`)).toBeVisible({ timeout: 40_000 })
      },
    )
  } finally {
    await simulator.stop()
  }
  const readme = readFileSync('README.md', 'utf8')
  const [, section = ''] = readme.split('### The first session\n')
  const [list = ''] = section.split('\n#')
  expect(
    [...list.matchAll(/^\d+\. (.*(?:\n {3}.*)*)/gm)].map(([, text = '']) =>
      text.replaceAll(/\n +/g, ' '),
    ),
  ).toEqual(steps)
})
