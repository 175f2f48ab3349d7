import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { msw } from 'msw/vite'
import { defineConfig } from 'vite'
import { catalogPlugin } from './scripts/vite-catalog.mjs'
import { preloadFontsPlugin } from './scripts/vite-preload-fonts.mjs'
import { readAddress } from './server/address.ts'
import { gatewayPlugin } from './server/vite-plugin.ts'

const { host, port } = readAddress(process.env)

export default defineConfig({
  plugins: [
    catalogPlugin(),
    react(),
    tailwindcss(),
    preloadFontsPlugin(),
    msw(),
    gatewayPlugin(),
  ],
  build: {
    // The content security policy refuses data URLs.
    assetsInlineLimit: 0,
    sourcemap: false,
    // A late part needs at most one file that the page doesn't have yet, so the code that would
    // fetch its files side by side costs more than it saves.
    modulePreload: false,
    rolldownOptions: {
      output: {
        // Few files, because two dozen small ones compress 10 % worse. Each group imports only from
        // those above it, because two files that wait for each other never start.
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
