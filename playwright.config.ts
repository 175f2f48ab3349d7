import { defineConfig, devices } from '@playwright/test'
import { consolePort, simulatorPorts, WORKERS } from './e2e/ports.ts'
import { chromiumLaunchOptions } from './scripts/chromium.mjs'

const isLong = Boolean(process.env['E2E_LONG'])

export default defineConfig({
  testDir: 'e2e',
  // The long tests run in npm run test:long.
  testMatch: isLong ? '*.long.ts' : '*.e2e.ts',
  fullyParallel: true,
  // The long tests measure times, which more of them at a time would disturb.
  workers: isLong ? 2 : WORKERS,
  // Real sockets and processes can be slow on a busy machine. A test that needs its second try is
  // reported as flaky.
  retries: process.env['CI'] ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: `http://localhost:${consolePort}`,
    // Recording every test takes 50 % longer, so only a second try is recorded.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    video: 'off',
  },
  projects: [
    {
      name: 'chromium',
      use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 1440, height: 900 },
        launchOptions: chromiumLaunchOptions(),
      },
    },
  ],
  webServer: {
    command: 'node server/serve.ts',
    url: `http://localhost:${consolePort}`,
    reuseExistingServer: false,
    env: {
      PORT: String(consolePort),
      GATEWAY_ALLOW: simulatorPorts.map((each) => `http://127.0.0.1:${each}`).join(','),
    },
  },
})
