import { test } from '@playwright/test'

/**
 * Records what the running test measured, by name. `npm run test:all` writes it into
 * docs/reliability.md. Call it before the expectations, so that a failed run shows it too.
 */
export function noteFigures(figures: Record<string, number>): void {
  for (const [name, value] of Object.entries(figures))
    test.info().annotations.push({ type: `figure: ${name}`, description: String(value) })
}
