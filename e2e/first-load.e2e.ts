import { statSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { addStudioAccount, expect, test } from './fixtures.ts'
import { noteFigures } from './figures.ts'
import { startSimulatorProcess } from './simulator-process.ts'

/** What was reached (120,420 bytes), and 2 % for small changes. */
const LIMIT_BYTES = 121_000
const LIMIT_FILES = 2

/** A script that the page fetched, and whether it asked for it before the first row was drawn. */
type Fetched = { path: string; isFirst: boolean }

/** Makes a page remember when it drew the first row of the list, in ms since its navigation. */
function watchFirstRow(page: Page) {
  return page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('[role="row"] a') === null) return
      performance.mark('first row')
      observer.disconnect()
    })
    observer.observe(document, { childList: true, subtree: true })
  })
}

/** Every script of a page, cached or not. A worker's own script is none of them. */
function scriptsOf(page: Page): Promise<Fetched[]> {
  return page.evaluate(() => {
    const firstRowMs = performance.getEntriesByName('first row')[0]?.startTime ?? Infinity
    return performance
      .getEntriesByType('resource')
      .map(({ name, startTime }) => ({
        path: new URL(name).pathname,
        isFirst: startTime <= firstRowMs,
      }))
      .filter(({ path }) => path.endsWith('.js'))
  })
}

/** Size of a script as the server sends it, compressed with brotli. */
function sizeOf(path: string) {
  return statSync(`dist${path}.br`).size
}

function sum(scripts: readonly Fetched[]) {
  return scripts.reduce((total, { path }) => total + sizeOf(path), 0)
}

test('a tab fetches little JavaScript before it draws the first session', async ({
  page,
  context,
}) => {
  // The service is outside the page: no part of the simulator can hide among the scripts.
  const simulator = await startSimulatorProcess('--sessions', '20')
  try {
    await addStudioAccount(page, simulator, simulator.accountKey)
    await expect(page.getByText(/^Valid, .* left$/)).toBeVisible()
    // The second tab gets the key from the first, so that it needs no form.
    const tab = await context.newPage()
    await watchFirstRow(tab)
    await tab.goto('/')
    await expect(tab.getByRole('row').getByRole('link').first()).toBeVisible()
    await tab.waitForLoadState('networkidle')

    const scripts = await scriptsOf(tab)
    const first = scripts.filter(({ isFirst }) => isFirst)
    const later = scripts.filter(({ isFirst }) => !isFirst)
    noteFigures({
      'kB until the first session': Math.round(sum(first) / 100) / 10,
      'files until then': first.length,
      'kB right after it': Math.round(sum(later) / 100) / 10,
      'files right after it': later.length,
    })
    expect(first.length).toBeGreaterThan(0)
    expect(sum(first)).toBeLessThanOrEqual(LIMIT_BYTES)
    expect(first.length).toBeLessThanOrEqual(LIMIT_FILES)
  } finally {
    await simulator.stop()
  }
})
