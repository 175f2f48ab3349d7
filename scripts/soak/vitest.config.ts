import { defineConfig } from 'vitest/config'
import { catalogPlugin } from '../vite-catalog.mjs'

/** The week that is simulated in one go, with the garbage collector at hand. */
export default defineConfig({
  plugins: [catalogPlugin()],
  test: {
    environment: 'node',
    include: ['src/**/*.week.spec.ts'],
    pool: 'forks',
    execArgv: ['--expose-gc'],
  },
})
