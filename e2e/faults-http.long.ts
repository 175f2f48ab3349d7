import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { FAULT_ROWS, type FaultRow, faultTitle } from './fault-table.ts'
import { addStudioAccount, expect, leaveTable, rowOf, test } from './fixtures.ts'
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts'

/** A session's life in Chromium, over real sockets, while calls fail (see fault-table.ts). */

test.describe.configure({ timeout: 600_000 })

const LEASE_MINUTES = 60
const PATIENCE = { timeout: 200_000 }

/** The service's own answer, requested until one comes. */
async function directly(
  { origin, accountId, accountKey }: SimulatorProcess,
  path: string,
): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 60; tries += 1) {
    try {
      const token = await fetch(`${origin}/Accounts/${accountId}/token`, {
        headers: { authorization: `Bearer ${accountId}:${accountKey}` },
      })
      const { AccessToken } = (await token.json()) as { AccessToken: string }
      const answer = await fetch(
        `${origin}/accounts/${accountId}/sessions${path}?api-version=2021-01-01`,
        { headers: { authorization: `Bearer ${AccessToken}` } },
      )
      if (answer.ok) return (await answer.json()) as Record<string, unknown>
    } catch {
      // The purpose of the scenario.
    }
    await new Promise((resolve) => setTimeout(resolve, 2000))
  }
  throw new Error('the service never answered')
}

async function activeIds(service: SimulatorProcess): Promise<string[]> {
  const { sessions } = (await directly(service, '')) as { sessions: { id: string }[] }
  return sessions.map(({ id }) => id)
}

async function leaseOf(service: SimulatorProcess, id: string): Promise<unknown> {
  return (await directly(service, `/${id}`))['maxLeaseTimeMinutes']
}

async function submitCreate(page: Page, id: string | null) {
  await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
  if (id !== null) await page.getByRole('textbox', { name: 'Session ID' }).fill(id)
  await page.getByRole('button', { name: 'Start session' }).click()
}

/**
 * Extends by 15 minutes as a user would: again only when the console says that it was not done.
 */
async function extend(page: Page, service: SimulatorProcess, id: string) {
  const row = rowOf(page, id)
  for (let tries = 0; tries < 6; tries += 1) {
    await row.getByRole('button', { name: `Extend ${id} by 15 minutes` }).click()
    // While it runs, the row says so.
    await expect(row.getByRole('button', { name: `Undo for ${id}` })).toBeVisible()
    await expect(row.getByRole('status')).toHaveCount(0, PATIENCE)
    if ((await leaseOf(service, id)) !== LEASE_MINUTES) break
  }
  expect(await leaseOf(service, id)).toBe(LEASE_MINUTES + 15)
  await expect(rowOf(page, id)).toBeVisible()
}

/** Stops as a user would: again while the session is there. */
async function stop(page: Page, id: string) {
  const row = rowOf(page, id)
  const button = row.getByRole('button', { name: `Stop ${id}` })
  for (let tries = 0; tries < 6; tries += 1) {
    if (!(await button.isVisible())) break
    await button.click()
    await page.getByRole('button', { name: 'Stop session' }).click()
    // Without its button because the end is proved, or with it because it runs on. Meanwhile the
    // row says what is done.
    await expect
      .poll(
        async () => (await button.isHidden()) || (await row.getByRole('status').count()) === 0,
        PATIENCE,
      )
      .toBe(true)
  }
  // An ended session keeps its row as long as a hand is in the table.
  await leaveTable(page)
  await expect(row).toBeHidden()
}

function shownText(page: Page) {
  return page.locator('body')
}

function live(
  name: keyof typeof FAULT_ROWS,
  story: (
    page: Page,
    service: SimulatorProcess,
    restart: () => Promise<SimulatorProcess>,
  ) => Promise<void>,
) {
  const row: FaultRow = FAULT_ROWS[name]
  test(faultTitle(row), async ({ page }) => {
    const folder = mkdtempSync(join(tmpdir(), 'console-faults-'))
    const flags = ['--sessions', '0', '--state', join(folder, 'state.json'), ...row.flags]
    let service = await startSimulatorProcess(...flags)
    const restart = async () => {
      await service.kill()
      service = await startSimulatorProcess(...flags)
      return service
    }
    try {
      await addStudioAccount(page, service, service.accountKey, row.apiVersion)
      await expect(page.getByText(/^Valid, .* left$/)).toBeVisible(PATIENCE)
      await story(page, service, restart)
      expect(await activeIds(service)).toEqual([])
    } finally {
      await service.stop()
      rmSync(folder, { recursive: true })
    }
  })
}

/** A whole life with the test's own ID. */
async function wholeLife(page: Page, service: SimulatorProcess) {
  await submitCreate(page, 'one')
  await expect(rowOf(page, 'one')).toBeVisible(PATIENCE)
  expect(await activeIds(service)).toEqual(['one'])
  await extend(page, service, 'one')
  await stop(page, 'one')
  expect((await directly(service, '/one'))['status']).toBe('Stopped')
}

live('lostReply', async (page, service) => {
  await submitCreate(page, 'one')
  await expect(rowOf(page, 'one')).toBeVisible(PATIENCE)
  expect(await activeIds(service)).toEqual(['one'])
  const doneAfterAll = expect(shownText(page)).toContainText(
    'confirmed after a lost reply',
    PATIENCE,
  )
  await extend(page, service, 'one')
  await doneAfterAll
  await stop(page, 'one')
})

live('lostReplyV1', async (page, service) => {
  await submitCreate(page, null)
  await expect(shownText(page)).toContainText('It may be:', PATIENCE)
  const [id = ''] = await activeIds(service)
  await expect(shownText(page)).toContainText(`It may be: ${id}`)
  await expect(rowOf(page, id)).toBeVisible(PATIENCE)
  expect(await activeIds(service)).toEqual([id])
  await extend(page, service, id)
  await stop(page, id)
})

for (const name of ['flaky', 'reset', 'stall'] as const) live(name, wholeLife)

live('killed', async (page, service, restart) => {
  await submitCreate(page, 'before')
  await expect(rowOf(page, 'before')).toBeVisible(PATIENCE)
  await submitCreate(page, 'one')
  await service.kill()
  await expect(shownText(page)).toContainText('Confirming (attempt', PATIENCE)
  // The last list stays.
  await expect(rowOf(page, 'before')).toBeVisible()
  const again = await restart()
  await expect(rowOf(page, 'one')).toBeVisible(PATIENCE)
  expect((await activeIds(again)).toSorted()).toEqual(['before', 'one'])
  await extend(page, again, 'one')
  await stop(page, 'one')
  await stop(page, 'before')
})
