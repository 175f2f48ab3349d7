import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'

/**
 * Compiles the catalog of messages, so that no message parser is shipped, and splits it in a
 * build: the page starts with the messages of the modules that it starts with. Every other module
 * imports the rest before it runs, so that no message can be missing when it is asked for.
 */

const CATALOG = /\/src\/i18n\/locales\/[\w-]+\.json$/
const FIRST = '?catalog.js'
const REST = '\0catalog-rest'

/**
 * Compiles the ICU messages of a catalog.
 * @param {string} json text of the catalog
 * @param {string} file for the error message
 * @returns {Record<string, unknown>} id to Lingui's compiled form
 */
export function compileCatalog(json, file) {
  return Object.fromEntries(
    Object.entries(JSON.parse(json)).map(([id, message]) => {
      try {
        return [id, compileMessageOrThrow(String(message))]
      } catch (error) {
        throw new Error(`${file}: message "${id}" is not valid ICU: ${error.message}`)
      }
    }),
  )
}

/** The relative module of an import or re-export that is more than a type. */
const STATIC_IMPORT = /^(?:import|export) (?!type\b)(?:[^'"`]*? from )?'(\.[^']+)'/gm

/**
 * The files that a file imports statically, and those that they import.
 * @param {string} entry path of the first file
 * @returns {Map<string, string>} text by path
 */
export function staticGraph(entry) {
  const texts = new Map()
  const add = (path) => {
    if (texts.has(path) || !/\.tsx?$/.test(path) || !existsSync(path)) return
    const text = readFileSync(path, 'utf8')
    texts.set(path, text)
    for (const [, target] of text.matchAll(STATIC_IMPORT)) add(resolve(dirname(path), target))
  }
  add(resolve(entry))
  return texts
}

/** The ids that a text quotes. @param {readonly string[]} ids @returns {string[]} */
export function quotedIds(ids, text) {
  const quoted = new Set(Array.from(text.matchAll(/["'`]([\w.]+)["'`]/g), ([, word]) => word))
  return ids.filter((id) => quoted.has(id))
}

/** @returns {import('vite').Plugin} */
export function catalogPlugin() {
  let root = process.cwd()
  /** Ids that the page starts with; null outside a build, where all come at once. */
  let firstIds = null
  let restIds = []
  const file = () => join(root, 'src/i18n/locales/en.json')
  const compiled = () => Object.entries(compileCatalog(readFileSync(file(), 'utf8'), file()))
  const moduleOf = (entries) => `export default ${JSON.stringify(Object.fromEntries(entries))}`

  return {
    name: 'console-catalog',
    enforce: 'pre',
    configResolved(config) {
      root = config.root
      if (config.command !== 'build') return
      const ids = Object.keys(JSON.parse(readFileSync(file(), 'utf8')))
      const text = [...staticGraph(join(root, 'src/main.tsx')).values()].join('\n')
      firstIds = new Set(quotedIds(ids, text))
      restIds = ids.filter((id) => !firstIds.has(id))
    },
    // `load` rather than `transform`, so that vite's own JSON plugin never sees the file.
    resolveId: {
      order: 'pre',
      async handler(source, importer, options) {
        if (source === REST) return REST
        if (!source.endsWith('.json')) return null
        const resolved = await this.resolve(source, importer, { ...options, skipSelf: true })
        return resolved && CATALOG.test(resolved.id) ? `${resolved.id}${FIRST}` : null
      },
    },
    load(id) {
      if (id === REST) {
        const rest = compiled().filter(([each]) => !firstIds.has(each))
        const messages = JSON.stringify(Object.fromEntries(rest))
        const t = JSON.stringify(join(root, 'src/i18n/t.ts'))
        return { code: `import { addMessages } from ${t}\naddMessages(${messages})`, map: null }
      }
      if (!id.endsWith(`.json${FIRST}`)) return null
      this.addWatchFile(file())
      const wanted = compiled().filter(([each]) => firstIds?.has(each) ?? true)
      return { code: moduleOf(wanted), map: null }
    },
    transform(code, id) {
      // Vite writes root and ids with slashes on every system.
      if (firstIds === null || !id.startsWith(`${root}/src/`)) return null
      if (CATALOG.test(id.split('?')[0])) return null
      if (quotedIds(restIds, code).length === 0) return null
      return { code: `import ${JSON.stringify(REST)}\n${code}`, map: null }
    },
  }
}
