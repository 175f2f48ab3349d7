import { defineConfig } from 'vitest/config'
import { catalogPlugin } from '../vite-catalog.mjs'

/**
 * The unit tests that the mutants of an area are held against (areas.mjs). Tests of whole
 * days and of a browser would make it take hours; random stories are few (stryker.config.mjs).
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
