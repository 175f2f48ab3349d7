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
        // The first load in one file: two dozen small ones compress a tenth worse.
        codeSplitting: { groups: [{ name: 'console', tags: ['$initial'] }] },
      },
    },
  },
  server: { host, port, strictPort: true },
})
