/**
 * The ports of a test run. E2E_PORT moves all of them, so that two runs don't meet on one machine.
 */

/** Where the console is served. */
export const consolePort = Number(process.env['E2E_PORT'] ?? 4173)

/**
 * Ports of the simulators that the tests start, by number. The gateway of the tests allows them.
 * Tests that run at the same time use different ones.
 */
export const simulatorPorts = Array.from({ length: 9 }, (_, index) => consolePort + 1 + index)

/** Returns the port of a simulator. @param number from 1 to 9 */
export function simulatorPort(number: number): number {
  return consolePort + number
}
