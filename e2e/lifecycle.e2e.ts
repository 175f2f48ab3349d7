import { expect, openSimulator, test, useShortSpacing } from './fixtures.ts'
import { create, liveAndEnd, testLife } from './session-life.ts'

testLife('2021-01-01')
testLife('v1')

test('the same life in the simulator of the page', async ({ page }) => {
  await openSimulator(page, '&sessions=0&speed=4')
  await useShortSpacing(page)
  await expect(page.getByText('No active sessions')).toBeVisible()
  const id = await create(page, 'booth-7')
  await liveAndEnd(page, id)

  // The address works after a reload, long after the session left the list.
  await page.reload()
  await expect(page.getByText('This session has ended.')).toBeVisible()
})
