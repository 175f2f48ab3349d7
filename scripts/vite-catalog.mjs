import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'

const CATALOG = /\/src\/i18n\/locales\/[\w-]+\.json$/

/**
 * Precompiles the ICU messages of a catalog, so that no message parser is shipped.
 * @param {string} json text of the catalog
 * @param {string} file for the error message
 * @returns {Record<string, unknown>} id to Lingui's compiled form
 */
export const compileCatalog = (json, file) =>
  Object.fromEntries(
    Object.entries(JSON.parse(json)).map(([id, message]) => {
      try {
        return [id, compileMessageOrThrow(String(message))]
      } catch (error) {
        throw new Error(`${file}: message "${id}" is not valid ICU: ${error.message}`)
      }
    }),
  )

/** @returns {import('vite').Plugin} */
export const catalogPlugin = () => ({
  name: 'console-catalog',
  enforce: 'pre',
  // `load` rather than `transform`, so that vite's own JSON plugin never sees the file.
  resolveId: {
    order: 'pre',
    async handler(source, importer, options) {
      if (!source.endsWith('.json')) return null
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true })
      return resolved && CATALOG.test(resolved.id) ? `${resolved.id}?catalog.js` : null
    },
  },
  async load(id) {
    if (!id.endsWith('.json?catalog.js')) return null
    const file = id.slice(0, -'?catalog.js'.length)
    this.addWatchFile(file)
    const { readFile } = await import('node:fs/promises')
    const compiled = compileCatalog(await readFile(file, 'utf8'), file)
    return { code: `export default ${JSON.stringify(compiled)}`, map: null }
  },
})
