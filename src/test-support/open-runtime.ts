import { createRuntime, type Runtime, type BrowserEdge } from '../runtime/runtime.ts'
import { portsOf } from './service-ports.ts'
import { createMemoryConsoleDb } from './memory-rows.ts'
import { createStorage } from '../util/storage.ts'
import { createFakeWebStorage } from './fake-web-storage.ts'

/**
 * A runtime on the clock of the test, with its own browser.
 * @param options what the test replaces; without `ports` there is no network
 */
export function openRuntime({
  browser = {},
  ...options
}: Partial<Omit<Parameters<typeof createRuntime>[0], 'browser'>> & {
  browser?: Partial<BrowserEdge>
} = {}): Runtime {
  return createRuntime({
    ports: portsOf(() => Promise.reject(new TypeError('no network in this test'))),
    browser: {
      storage: createStorage(createFakeWebStorage().of()),
      database: createMemoryConsoleDb(),
      openChannel: () => null,
      ...browser,
    },
    ...options,
  })
}
