/**
 * The ports of a test run. E2E_PORT moves all of them, so that two runs don't meet on one machine.
 */

/** Where the console is served. */
export const consolePort = Number(process.env['E2E_PORT'] ?? 4173)

/** How many tests run at a time: most of a test is waiting for calls that keep their spacing. */
export const WORKERS = 4

/** The ports of simulators, one for each test that runs. The gateway of the tests allows them. */
export const simulatorPorts = Array.from(
  { length: WORKERS },
  (_, index) => consolePort + 1 + index,
)

/** The port of the simulator of the test that runs here. */
export const simulatorPort = consolePort + 1 + Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)
