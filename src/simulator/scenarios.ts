/** The situations that can be simulated. docs/simulator.md describes each of them. */
export const SCENARIOS = [
  'none',
  'throttled',
  'throttled-without-header',
  'odd-retry-after',
  'slow-start',
  'fails-to-start',
  'no-capacity',
  'expired-token',
  'lost-reply',
  'flaky',
  'malformed',
  'paged',
  'overlapping-pages',
  'looped-link',
  'clock-skew',
  'unknown-status',
  'strange-texts',
  'region-down',
  'forbidden',
  'id-conflict',
  'html-answer',
  'connection-reset',
  'stall',
] as const
export type ScenarioName = (typeof SCENARIOS)[number]

/** Whether the text names a scenario. */
export function isScenario(text: unknown): text is ScenarioName {
  return SCENARIOS.some((name) => name === text)
}
