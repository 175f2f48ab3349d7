import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromiumLaunchOptions } from '../scripts/chromium.mjs'

/**
 * A Chromium whose tabs are really hidden. Playwright reports every page as visible and
 * switches off the throttling of timers, so this browser is controlled through its debugging
 * protocol alone.
 */

/** A tab of it. */
export type HiddenTab = {
  /** Evaluates an expression in the page and returns its value, as JSON. */
  evaluate: <T>(expression: string) => Promise<T>
  /** Freezes the tab, as the browser does to save energy. */
  freeze: () => Promise<void>
  /** Brings the tab into view. */
  show: () => Promise<void>
}

/**
 * Minimum time until the timers of a hidden tab fire once a minute; a page that has painted is
 * left alone for about a minute. The browser's default is five minutes.
 */
const SLOWER_AFTER_S = 10

type Answer = { id?: number; result?: unknown; error?: { message: string } }

/** A client of the debugging protocol. */
async function connect(url: string) {
  const socket = new WebSocket(url)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', () => reject(new Error('the browser does not answer')))
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer)
  })
  let lastId = 0
  const send = <T>(method: string, params: object = {}, sessionId?: string): Promise<T> =>
    new Promise((resolve, reject) => {
      lastId += 1
      const id = lastId
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id)
        if (error) reject(new Error(`${method}: ${error.message}`))
        else resolve(result as T)
      })
      socket.send(JSON.stringify({ id, method, params, sessionId }))
    })
  return { send, close: () => socket.close() }
}

/** Opens the browser. */
export async function openHiddenBrowser() {
  const profile = await mkdtemp(join(tmpdir(), 'hidden-'))
  const { executablePath = 'chromium' } = chromiumLaunchOptions()
  const browser = spawn(
    executablePath,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      `--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/${SLOWER_AFTER_S}`,
      'about:blank',
    ],
    { stdio: 'ignore' },
  )
  // Also when a test fails before it could close the browser.
  const kill = () => browser.kill()
  process.once('exit', kill)
  const readAddress = async (): Promise<string> => {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '')
      const [port, path] = text.split('\n')
      if (port && path) return `ws://127.0.0.1:${port}${path}`
      await sleep(100)
    }
    throw new Error('the browser did not start')
  }
  const { send, close } = await connect(await readAddress())

  const openTab = async (url: string): Promise<HiddenTab> => {
    const { targetId } = await send<{ targetId: string }>('Target.createTarget', { url })
    const { sessionId } = await send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    })
    return {
      evaluate: async <T>(expression: string) => {
        const { result, exceptionDetails } = await send<{
          result: { value: T }
          exceptionDetails?: { exception?: { description?: string } }
        }>(
          'Runtime.evaluate',
          { expression, awaitPromise: true, returnByValue: true },
          sessionId,
        )
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description)
        return result.value
      },
      freeze: () => send('Page.setWebLifecycleState', { state: 'frozen' }, sessionId),
      show: () => send('Target.activateTarget', { targetId }),
    }
  }
  return {
    openTab,
    /** Puts an empty tab in front of all others. */
    hideAll: async () => {
      const front = await openTab('about:blank')
      await front.show()
    },
    close: async () => {
      close()
      const ended = once(browser, 'exit')
      process.off('exit', kill)
      kill()
      await ended
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
