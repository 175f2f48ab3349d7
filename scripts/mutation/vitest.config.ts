import { defineConfig } from 'vitest/config'
import { catalogPlugin } from '../vite-catalog.mjs'

/**
 * The unit tests that the mutants of an area are held against (areas.mjs). Tests of whole days, of
 * random stories and of a browser would make it take hours.
 */
export default defineConfig({
  plugins: [catalogPlugin()],
  test: {
    environment: 'node',
    include: [process.env['MUTATION_SPECS'] ?? 'src/**/*.spec.ts'],
    exclude: [
      '**/*.browser.spec.*',
      '**/*.model.spec.ts',
      '**/*.week.spec.ts',
      '**/life.spec.ts',
      '**/day.spec.ts',
      '**/cli.spec.ts',
      '**/invariants.spec.ts',
    ],
  },
})
