import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { setPreferences } from '../../runtime/preferences.ts'
import { toRow } from '../../sessions/fleet-model.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { AutoExtend } from './auto-extend.tsx'

test('says what the typed rule can come to before it is turned on, and keeps the focus', async () => {
  const nowMs = Date.now()
  const session = observedSession({
    id: 'one',
    leaseMs: 3_600_000,
    ready: { earliestMs: nowMs, latestMs: nowMs },
  })
  const runtime = openRuntime()
  setPreferences(runtime, { currency: 'EUR', standardPerHour: 4, premiumPerHour: 4 })
  await render(
    <Surroundings runtime={runtime}>
      <AutoExtend row={toRow({ account, endpoint: ENDPOINT }, session)} />
    </Surroundings>,
  )
  const off = page.getByText('Off. The session ends when its lease runs out.')
  await off.click()
  await expect
    .element(page.getByText(/^Until you turn it off, at most until .*\(23 h 30 min in total\)/))
    .toBeVisible()
  await expect.element(page.getByText(/ · up to €94\.00$/)).toBeVisible()
  await page.getByLabelText('Maximum lease').fill('2:10')
  await expect.element(page.getByText(/\(2 h in total\) · up to €8\.00$/)).toBeVisible()
  await page.getByLabelText('Maximum lease').fill('1:10')
  await expect
    .element(page.getByText("With these limits, the lease isn't extended."))
    .toBeVisible()
  await page.getByLabelText('Maximum lease').fill('2:10')

  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect.element(page.getByRole('status')).toHaveFocus()
  await expect.element(page.getByText(/^Next at /)).toBeVisible()
  await expect.element(page.getByText(/\(2 h in total\) · up to €8\.00$/)).toBeVisible()
  await page.getByRole('button', { name: 'Turn off' }).click()
  await expect.element(off).toHaveFocus()
})
