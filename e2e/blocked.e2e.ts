import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { chromiumLaunchOptions } from '../scripts/chromium.mjs'
import { addStudioAccount, expect, openNotices, rowOf, test as base } from './fixtures.ts'
import { startSimulatorProcess } from './simulator-process.ts'

/** A browser whose user blocks site data: everything that stores is refused. */

/** How the browser answers to each feature that a console might use, one line each. */
function refusalsIn(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const opened = () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('trial')
        request.onsuccess = resolve
        request.onerror = () => reject(request.error ?? new Error('refused'))
      })
    const trials: Record<string, () => unknown> = {
      locks: () => navigator.locks.request('trial', () => 1),
      indexedDB: opened,
      localStorage: () => localStorage.getItem('trial'),
      sessionStorage: () => sessionStorage.getItem('trial'),
      serviceWorker: () => navigator.serviceWorker.getRegistrations(),
      notifications: async () => {
        if ((await Notification.requestPermission()) !== 'granted') throw new Error('denied')
      },
    }
    const refusals: Record<string, string> = {}
    for (const [name, attempt] of Object.entries(trials))
      try {
        await attempt()
      } catch (reason) {
        refusals[name] = reason instanceof Error ? reason.name : String(reason)
      }
    return refusals
  })
}

const test = base.extend({
  context: async ({ baseURL }, provide) => {
    const profile = await mkdtemp(join(tmpdir(), 'blocked-'))
    await mkdir(join(profile, 'Default'))
    const preferences = { profile: { default_content_setting_values: { cookies: 2 } } }
    await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences))
    const context = await chromium.launchPersistentContext(profile, {
      ...chromiumLaunchOptions(),
      ...(baseURL === undefined ? {} : { baseURL }),
      viewport: { width: 1440, height: 900 },
    })
    await provide(context)
    await context.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  },
})

test('with site data blocked a tab starts, polls alone, and says so', async ({ page }) => {
  const simulator = await startSimulatorProcess('--sessions', '3')
  try {
    await page.goto('/')
    await expect(page.getByRole('button', { name: /simulator/ }).first()).toBeVisible()
    // Without this the test would prove nothing.
    expect(Object.keys(await refusalsIn(page)).toSorted()).toEqual([
      'indexedDB',
      'localStorage',
      'locks',
      'notifications',
      'serviceWorker',
      'sessionStorage',
    ])
    await addStudioAccount(page, simulator, simulator.accountKey)
    await expect(page.getByText(/^Valid, .* left$/)).toBeVisible()
    // The head, and three sessions.
    const sessions = page.getByRole('table', { name: 'Sessions' })
    await expect(sessions.getByRole('row')).toHaveCount(4)

    await page.getByRole('button', { name: /^API rate limit/ }).click()
    const budget = page.getByRole('dialog', { name: 'API rate limit' })
    await expect(budget.getByText(/^Polls every (15|30) s/).first()).toBeVisible()
    await expect(budget.getByText(/can't coordinate tabs/)).toBeVisible()
    await page.keyboard.press('Escape')
    const notices = await openNotices(page)
    await expect(notices.getByText('Browser storage is full or blocked')).toBeVisible()

    // The thread is free, so frames are drawn.
    const slowestMs = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let slowest = 0
          let last = performance.now()
          let frames = 0
          const frame = () => {
            slowest = Math.max(slowest, performance.now() - last)
            last = performance.now()
            frames += 1
            if (frames < 60) requestAnimationFrame(frame)
            else resolve(slowest)
          }
          requestAnimationFrame(frame)
        }),
    )
    expect(slowestMs).toBeLessThan(1000)
  } finally {
    await simulator.stop()
  }
})

test('with site data blocked a session is started and extended', async ({ page }) => {
  const simulator = await startSimulatorProcess('--sessions', '0')
  try {
    await addStudioAccount(page, simulator, simulator.accountKey)
    await expect(page.getByText(/^Valid, .* left$/)).toBeVisible()
    await page.getByRole('banner').getByRole('link', { name: 'New session' }).click()
    await page.getByRole('textbox', { name: 'Session ID' }).fill('kept-nowhere')
    await page.getByRole('button', { name: 'Start session' }).click()
    const row = rowOf(page, 'kept-nowhere')
    await expect(row).toBeVisible({ timeout: 40_000 })
    await row.getByRole('button', { name: 'Extend kept-nowhere by 15 minutes' }).click()
    await expect(page.getByText(/^kept-nowhere extended by/)).toBeVisible({ timeout: 40_000 })
  } finally {
    await simulator.stop()
  }
})

test('with site data blocked each refusal is shown where the feature was requested', async ({
  page,
}) => {
  await page.goto('/?simulator')
  await expect(page.getByRole('alert')).toContainText("Couldn't start the simulator")
  await expect(page.getByRole('alert')).toContainText('denied')
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('System notifications').click()
  await expect(page.getByText('The browser blocks notifications')).toBeVisible()
})
