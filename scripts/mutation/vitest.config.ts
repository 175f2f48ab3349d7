import { defineConfig } from 'vitest/config'
import { catalogPlugin } from '../vite-catalog.mjs'

/** Tests that are quick enough to run against hundreds of mutants. */
export default defineConfig({
  plugins: [catalogPlugin()],
  test: {
    environment: 'node',
    include: ['src/{lease,gate,watch,service}/**/*.spec.ts'],
    exclude: ['**/*.browser.spec.*', '**/*.model.spec.ts'],
  },
})
