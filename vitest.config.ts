import { playwright } from '@vitest/browser-playwright'
import { defineConfig, mergeConfig } from 'vitest/config'
import { chromiumLaunchOptions } from './scripts/chromium.mjs'
import viteConfig from './vite.config.ts'

export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      projects: [
        {
          extends: true,
          test: {
            name: 'node',
            environment: 'node',
            // Only stops tests that hang. A busy machine takes several times longer than usual.
            testTimeout: 30_000,
            include: ['{src,server,scripts}/**/*.spec.{ts,mjs}'],
            exclude: ['**/*.browser.spec.*', '**/*.week.spec.ts'],
          },
        },
        {
          extends: true,
          // Everything that the first browser test imports. Otherwise, on a cold cache, Vite
          // optimizes again and reloads during the run.
          optimizeDeps: {
            include: [
              'react',
              'react-dom/client',
              'react/jsx-dev-runtime',
              'react-router',
              'react-hook-form',
              'zustand',
              'valibot',
              '@tanstack/react-query',
              '@lingui/core',
              'vitest-browser-react',
            ],
          },
          test: {
            name: 'browser',
            include: ['src/**/*.browser.spec.{ts,tsx}'],
            browser: {
              enabled: true,
              headless: true,
              provider: playwright({ launchOptions: chromiumLaunchOptions() }),
              instances: [{ browser: 'chromium' }],
              screenshotFailures: false,
            },
          },
        },
      ],
    },
  }),
)
