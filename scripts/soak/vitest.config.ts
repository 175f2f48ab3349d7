import { defineConfig } from 'vitest/config'
import { catalogPlugin } from '../vite-catalog.mjs'

/** The simulated week, with access to the garbage collector. */
export default defineConfig({
  plugins: [catalogPlugin()],
  test: {
    environment: 'node',
    include: ['src/**/*.week.spec.ts'],
    pool: 'forks',
    execArgv: ['--expose-gc'],
  },
})
