import { createRuntime, type Runtime } from '../runtime/runtime.ts'
import { portsOf } from './service-ports.ts'
import { createMemoryConsoleDb } from '../tabs/console-db.ts'

/**
 * A runtime on the clock of the test, with its own browser.
 * @param options what the test replaces; without `ports` there is no network
 */
export function openRuntime(
  options: Partial<Parameters<typeof createRuntime>[0]> = {},
): Runtime {
  return createRuntime({
    ports: portsOf(() => Promise.reject(new TypeError('no network in this test'))),
    browser: { database: createMemoryConsoleDb(), openChannel: () => null },
    ...options,
  })
}
