import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, test } from './fixtures.ts'
import { simulatorPort } from './ports.ts'

const PATH = `/gateway/127.0.0.1:${simulatorPort}/accounts/a/sessions`
const PAGE = `<!doctype html><title>taken</title><script>
  new BroadcastChannel('stolen').postMessage(document.domain)
</script>`

test('a page from an allowed service never becomes a document of the console', async ({
  page,
  baseURL,
}) => {
  let asked = 0
  const service = createServer((_, response) => {
    asked += 1
    response.setHeader('content-type', 'text/html')
    response.end(PAGE)
  }).listen(simulatorPort, '127.0.0.1')
  await once(service, 'listening')
  try {
    await page.goto('/')
    const answer = await page.evaluate(async (path) => {
      const response = await fetch(path)
      return { type: response.headers.get('content-type'), body: await response.json() }
    }, PATH)
    expect(answer).toEqual({ type: 'application/json', body: PAGE })
    expect(asked).toBe(1)

    // In a frame, in the tab itself, and in a new one: the service isn't even called.
    const refused = page.waitForResponse((response) => response.url() === `${baseURL}${PATH}`)
    await page.evaluate((path) => {
      const frame = document.createElement('iframe')
      frame.src = path
      document.body.append(frame)
    }, PATH)
    const response = await refused
    expect(response.status()).toBe(403)
    expect(await response.headerValue('content-security-policy')).toBe(
      "sandbox; default-src 'none'",
    )
    const opened = page.context().waitForEvent('page')
    await page.evaluate((path) => void window.open(path), PATH)
    await (await opened).close()
    await page.goto(PATH).catch(() => null)
    expect(await page.title()).not.toBe('taken')
    expect(asked).toBe(1)
  } finally {
    service.closeAllConnections()
    service.close()
  }
})
