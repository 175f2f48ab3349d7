import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { msw } from 'msw/vite'
import { defineConfig } from 'vite'
import { catalogPlugin } from './scripts/vite-catalog.mjs'
import { readAddress } from './server/address.ts'
import { gatewayPlugin } from './server/vite-plugin.ts'

const { host, port } = readAddress(process.env)

export default defineConfig({
  plugins: [catalogPlugin(), react(), tailwindcss(), msw(), gatewayPlugin()],
  build: {
    // Data URLs are refused by the content security policy.
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Few files, because two dozen small ones compress a tenth worse. Each group imports only
        // from those above it: a file that waits for another which waits for it never starts.
        codeSplitting: {
          groups: [
            { name: 'console', tags: ['$initial'], priority: 3 },
            {
              name: 'after-list',
              test: /catalog-rest|\/src\/(screens\/after-list|sessions\/operations)\.ts$/,
              priority: 2,
            },
            { name: 'panels', test: /\/src\/screens\/panels\.ts$/, priority: 1 },
          ],
        },
      },
    },
  },
  server: { host, port, strictPort: true },
})
