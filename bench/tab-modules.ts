import { registerHooks } from 'node:module'

/**
 * Gives every simulated tab its own instance of the console's modules, as in a browser: a
 * module imported with `?tab=1` imports everything below src/ with `?tab=1` too.
 */
registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const resolved = nextResolve(specifier, context)
    const tab = context.parentURL && new URL(context.parentURL).searchParams.get('tab')
    const isOwn = resolved.url.startsWith('file:') && resolved.url.includes('/src/')
    return tab && isOwn && !resolved.url.includes('?')
      ? { ...resolved, url: `${resolved.url}?tab=${tab}` }
      : resolved
  },
})
