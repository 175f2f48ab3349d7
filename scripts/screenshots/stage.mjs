import { readFileSync } from 'node:fs'
import { settle, watchWork } from './settle.mjs'

/**
 * A page of the built console whose time and chance are fixed, so that a second run gives the same
 * pictures. Only the stage moves the page's clock.
 */

/** When every picture begins. The view of eight hours ahead then crosses midnight. */
const BEGIN = new Date('2026-03-12T17:10:00+01:00')

/** One step of the page's clock, ms. The page rests between two steps. */
const STEP_MS = 250

/** Where the simulator answers. An answer can take long, or never come. */
const SIMULATED_PATH = '/gateway/'

const catalog = JSON.parse(readFileSync('src/i18n/locales/en.json', 'utf8'))

/** Looks of a picture: the preferences of the user that the browser reports. */
export const LOOKS = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'dark', forcedColors: 'active' },
}

/**
 * A message of the catalog as a pattern for names. Messages may be reworded without breaking the
 * script.
 * @param {string} id
 * @param {Record<string, string | number>} values of its placeholders; any text fits the others
 * @throws Error when the catalog has no such message
 */
export function nameOf(id, values = {}) {
  const message = catalog[id]
  if (message === undefined) throw new Error(`The catalog has no message "${id}".`)
  const pattern = message
    .split(/(\{(?:[^{}]|\{[^{}]*\})*\})/)
    .map((part) => (part.startsWith('{') ? placeholder(part, values) : escaped(part)))
    .join('')
  return new RegExp(`^${pattern}$`)
}

/**
 * Opens a page at the beginning of time.
 * @param {import('playwright').Browser} browser
 * @param {{ origin: string, width: number, stored: Record<string, unknown>, permissions?: string[] }} options
 *   `stored`: what the browser's local storage holds, by key
 */
export async function openStage(browser, { origin, width, stored }) {
  const isPhone = width < 640
  const context = await browser.newContext({
    baseURL: origin,
    viewport: sizeOf(width),
    hasTouch: isPhone,
    isMobile: isPhone,
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  })
  await context.addInitScript(fixChance, stored)
  await context.addInitScript(watchWork)
  await context.clock.install({ time: BEGIN })
  await context.clock.pauseAt(new Date(BEGIN.getTime() + 1000))
  await fetchFirstLoad(context)
  const page = await context.newPage()
  const loading = new Set()
  page.on('request', (request) => {
    if (!request.url().includes(SIMULATED_PATH)) loading.add(request)
  })
  for (const event of ['requestfinished', 'requestfailed'])
    page.on(event, (request) => loading.delete(request))

  const rest = () => settle(page, () => loading.size > 0)
  /**
   * Moves the page's clock. All timers of a step run at its end, so that the times that the page
   * reads are the same in every run.
   */
  const pass = async (seconds, stepMs = STEP_MS) => {
    for (let ms = 0; ms < seconds * 1000; ms += stepMs) {
      await rest()
      await page.clock.fastForward(stepMs)
    }
    await rest()
  }
  return {
    page,
    isPhone,
    pass,
    /** Opens an address and lets some time of the page pass. */
    go: async (path, seconds = 10) => {
      await page.goto(path)
      await pass(seconds)
      await checkFonts(page)
    },
    button: (id, values) => page.getByRole('button', { name: nameOf(id, values) }).first(),
    link: (id, values) => page.getByRole('link', { name: nameOf(id, values) }).first(),
    field: (id) => page.getByLabel(nameOf(id)).first(),
    row: (id) => page.getByRole('row', { name: id, exact: true }),
    setWidth: async (next) => {
      await page.setViewportSize(sizeOf(next))
      // Frames are drawn only while the page's clock runs.
      await pass(0.25)
    },
    setLook: async (look) => {
      await page.emulateMedia(LOOKS[look])
      await pass(0.25)
    },
    close: () => context.close(),
  }
}

/** @typedef {Awaited<ReturnType<typeof openStage>>} Stage */

/**
 * Fetches the files of the first load into the browser's cache, because a font that comes late
 * isn't drawn on its page.
 */
async function fetchFirstLoad(context) {
  const page = await context.newPage()
  await page.goto('/favicon.svg')
  await page.evaluate(async () => {
    const html = await (await fetch('/')).text()
    const files = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, file]) => file)
    await Promise.all(files.map(async (file) => (await fetch(file)).arrayBuffer()))
  })
  await page.close()
}

/**
 * Checks that the page is drawn with its own fonts.
 * @throws Error when a font came late
 */
async function checkFonts(page) {
  const late = await page.evaluate(() => {
    const widthIn = (family) => {
      const text = document.createElement('span')
      text.style.cssText = `position: fixed; visibility: hidden; font: 100px ${family}`
      text.textContent = 'iiiMMM'
      document.body.append(text)
      const { width } = text.getBoundingClientRect()
      text.remove()
      return width
    }
    return widthIn("'Geist', monospace") === widthIn('monospace')
  })
  if (late) throw new Error('the font came late, so another was drawn: run it again')
}

function sizeOf(width) {
  const heights = { 390: 844, 1024: 768, 1440: 900, 2560: 1300 }
  return { width, height: heights[width] ?? 900 }
}

function placeholder(part, values) {
  const [name, ...format] = part.slice(1, -1).split(',')
  // A plural writes more than its number.
  return format.length === 0 && name in values ? escaped(String(values[name])) : '.+'
}

function escaped(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

/** Runs in the page before its own code: fills the storage once, and makes chance repeatable. */
function fixChance(stored) {
  let state = 1
  try {
    // Another one for each load of the tab, because IDs must stay unique over a reload.
    state = Number(sessionStorage.getItem('picture-loads') ?? 0) + 1
    sessionStorage.setItem('picture-loads', String(state))
    if (state === 1)
      for (const [key, value] of Object.entries(stored))
        localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // A page without an origin has no storage.
  }
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  for (let turn = 0; turn < 8; turn += 1) next()
  Math.random = next
  crypto.getRandomValues = (array) => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    for (let index = 0; index < bytes.length; index += 1)
      bytes[index] = Math.floor(next() * 256)
    return array
  }
}
