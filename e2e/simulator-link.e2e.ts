import {
  addStudioAccount,
  expect,
  openSimulator,
  readyFigure,
  rowOf,
  test,
} from './fixtures.ts'
import { simulatorPort } from './ports.ts'

const KEY = 'c2VjcmV0LWtleS1vZi10aGUtdGVzdC1hY2NvdW50LTAwMDE='

function kept() {
  return localStorage.getItem('rrc.simulator')
}

test('with accounts set up, a link to the simulator asks before it starts anything', async ({
  page,
}) => {
  const accountId = '12345678-90ab-cdef-1234-567890abcdef'
  // Nothing answers there; an account is all that is needed.
  await addStudioAccount(page, { origin: `http://127.0.0.1:${simulatorPort}`, accountId }, KEY)
  await expect(page.getByRole('heading', { name: 'Studio' })).toBeVisible()

  await page.goto('/?simulator&sessions=3&scenario=lost-reply')
  await expect(page.getByText('This link starts the simulator').first()).toBeVisible()
  expect(await page.evaluate(kept)).toBeNull()
  await page.getByRole('button', { name: 'Not now' }).click()
  await expect(page.getByText('This link starts the simulator')).toHaveCount(0)
  expect(await page.evaluate(kept)).toBeNull()

  await page.goto('/?simulator&sessions=3&scenario=lost-reply')
  await page.getByRole('button', { name: 'Start simulator' }).click()
  await expect(readyFigure(page)).toBeVisible()
  await expect(rowOf(page, 'studio-a-review')).toBeVisible()
  expect(await page.evaluate(kept)).toContain('"scenario":"none"')
})

test('the scenario of a link ends with a reload, and the simulator continues', async ({
  page,
}) => {
  await openSimulator(page, '&scenario=paged')
  await page.goto('/simulator')
  await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('none')
  await page.getByRole('combobox', { name: 'Scenario' }).selectOption('paged')
  await expect.poll(() => page.evaluate(kept)).toContain('"scenario":"paged"')
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('paged')
})
