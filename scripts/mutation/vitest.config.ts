import { defineConfig } from 'vitest/config'
import { catalogPlugin } from '../vite-catalog.mjs'

/**
 * The unit tests that run against the mutants of an area (areas.mjs). Tests of whole days and of a
 * browser would take hours, and the number of random runs is small (stryker.config.mjs).
 */
export default defineConfig({
  plugins: [catalogPlugin()],
  test: {
    environment: 'node',
    include: [process.env['MUTATION_SPECS'] ?? 'src/**/*.spec.ts'],
    exclude: [
      '**/*.browser.spec.*',
      '**/*.week.spec.ts',
      '**/life.spec.ts',
      '**/day.spec.ts',
      '**/cli.spec.ts',
      '**/invariants.spec.ts',
    ],
  },
})
