import { AxeBuilder } from '@axe-core/playwright'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { spawn } from 'node:child_process'
import { chromiumLaunchOptions } from './chromium.mjs'
import { DOC_PICTURES } from './screenshots/doc-pictures.mjs'
import { changedPictures, contactSheet } from './screenshots/sheet.mjs'
import { LOOKS, openStage } from './screenshots/stage.mjs'
import { STATES } from './screenshots/states.mjs'

/**
 * Takes pictures of every page, dialog, and state of the built console, and checks each with axe.
 *
 *     npm run screenshots [-- --only list,session --width 1440,390 --look light --no-axe]
 *     npm run screenshots -- --docs
 *
 * `--docs` takes only the pictures that the documents show, and writes them into docs/ as well.
 * `--only` takes the states whose name contains one of the texts, or is one of them with "=" before
 * it. The pictures, a contact sheet and a list of what differs from the last run are written into
 * screenshots/. The exit code is 1 when a state can't be reached or axe finds a violation.
 */

const FOLDER = 'screenshots'
const MANIFEST = join(FOLDER, 'manifest.json')
const WIDTHS = [1440, 2560, 1024, 390]

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    width: { type: 'string' },
    look: { type: 'string' },
    axe: { type: 'boolean', default: true },
    docs: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
  },
  allowNegative: true,
})
const chosen = STATES.filter(({ name }) => isChosen(name))
if (chosen.length === 0) fail(`No state has "${values.only}" in its name.`)
const widths = WIDTHS.filter(
  (width) => listed(values.width).includes(String(width)) || !values.width,
)
const looks = Object.keys(LOOKS).filter(
  (look) => listed(values.look).includes(look) || !values.look,
)
if (widths.length === 0) fail(`--width is one of ${WIDTHS.join(', ')}.`)
if (looks.length === 0) fail(`--look is one of ${Object.keys(LOOKS).join(', ')}.`)

const pictures = []
const problems = []
const { origin, stop } = await serveConsole()
try {
  await takeAll(origin)
} finally {
  stop()
}
writeResults()
process.exit(problems.length > 0 ? 1 : 0)

/** Takes all pictures. A phone has a page of its own, because its pointer is another. */
async function takeAll(origin) {
  const wide = widths.filter((width) => width >= 640)
  const phone = widths.filter((width) => width < 640)
  const jobs = chosen.flatMap((state) =>
    [wide, phone].filter((some) => some.length > 0).map((some) => ({ state, widths: some })),
  )
  const work = async () => {
    let browser = null
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      if (!browser?.isConnected()) browser = await chromium.launch(chromiumLaunchOptions())
      await takeState(browser, origin, job)
    }
    await browser?.close()
  }
  await Promise.all(Array.from({ length: Number(values.workers) }, work))
}

/** Takes the pictures of one state in some widths, each in all looks. */
async function takeState(browser, origin, { state, widths: some }) {
  const stage = await openStage(browser, { origin, width: some[0], stored: state.stored ?? {} })
  const startedMs = performance.now()
  try {
    await state.go(stage)
    for (const width of some) {
      await stage.setWidth(width)
      for (const look of looks) {
        await stage.setLook(look)
        await takePicture(stage.page, { state: state.name, width, look })
      }
    }
    if (values.axe) await checkWithAxe(stage, { state, widths: some })
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(0)
    console.log(`${state.name} at ${some.join(', ')}: ${seconds} s`)
  } catch (error) {
    report(`${state.name} at ${some.join(', ')}: ${error.message.split('\n')[0]}`)
    // What the state got stuck at; a browser that crashed shows nothing.
    await takePicture(stage.page, { state: state.name, width: some[0], look: 'failed' }).catch(
      () => {},
    )
  }
  await stage.close().catch(() => {})
}

async function takePicture(page, { state, width, look }) {
  mkdirSync(join(FOLDER, state), { recursive: true })
  const file = `${state}/${width}-${look}.png`
  const image = await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
  const shown = DOC_PICTURES[file]
  if (values.docs && shown) copyFileSync(join(FOLDER, file), join('docs', shown))
  const sha256 = createHash('sha256').update(image).digest('hex')
  pictures.push({ state, width, look, file, sha256 })
}

/**
 * Checks a state with axe. Widths share their markup and colors; one wide and one narrow page show
 * all of them.
 */
async function checkWithAxe(stage, { state, widths: some }) {
  const width = some.includes(1440) ? 1440 : some[0]
  await stage.setWidth(width)
  // axe waits for timers, and they stand still until now.
  await stage.page.clock.resume()
  for (const look of looks.filter((each) => each !== 'forced')) {
    await stage.page.emulateMedia(LOOKS[look])
    const { violations } = await new AxeBuilder({ page: stage.page }).analyze()
    for (const { id, nodes } of violations)
      report(
        `axe, ${state.name}/${width}-${look}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
      )
  }
}

function report(problem) {
  problems.push(problem)
  console.error(problem)
}

function writeResults() {
  const before = existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, 'utf8')) : []
  const taken = new Set(pictures.map(({ state }) => state))
  const known = new Map(STATES.map(({ name }, index) => [name, index]))
  const kept = before.filter(
    ({ state, file }) =>
      !taken.has(state) && existsSync(join(FOLDER, file)) && known.has(state),
  )
  const all = [...kept, ...pictures].toSorted(
    (a, b) =>
      known.get(a.state) - known.get(b.state) ||
      b.width - a.width ||
      (a.look < b.look ? 1 : -1),
  )
  rmSync(MANIFEST, { force: true })
  writeFileSync(MANIFEST, JSON.stringify(all, null, 1))
  writeFileSync(join(FOLDER, 'index.html'), contactSheet(all))
  const changed = changedPictures(before, pictures)
  console.log(
    `${pictures.length} pictures, ${changed.length} differ from the last run: ${FOLDER}/index.html`,
  )
  for (const file of changed) console.log(`  ${file}`)
  if (problems.length > 0) console.error(`${problems.length} problems:\n${problems.join('\n')}`)
}

/** Serves the built console at a free port. */
async function serveConsole() {
  const probe = createServer().listen(0, 'localhost')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  const server = spawn(process.execPath, ['server/serve.ts'], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(server.stdout, 'data')
  return { origin: `http://localhost:${port}`, stop: () => server.kill() }
}

function isChosen(name) {
  if (values.docs) return Object.keys(DOC_PICTURES).some((file) => file.startsWith(`${name}/`))
  const only = listed(values.only)
  return (
    only.length === 0 ||
    only.some((part) => (part.startsWith('=') ? name === part.slice(1) : name.includes(part)))
  )
}

function listed(text) {
  return text?.split(',') ?? []
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
