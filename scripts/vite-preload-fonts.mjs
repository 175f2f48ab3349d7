/**
 * Asks for the fonts in the page itself, before the style sheet that names them has arrived. They
 * are drawn in the first frame or not at all (`font-display: optional`), so no text ever moves.
 * @returns {import('vite').Plugin}
 */
export function preloadFontsPlugin() {
  return {
    name: 'preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((file) => file.endsWith('.woff2'))
          .map((file) => ({
            tag: 'link',
            attrs: {
              rel: 'preload',
              as: 'font',
              type: 'font/woff2',
              href: `/${file}`,
              crossorigin: '',
            },
            injectTo: 'head',
          })),
    },
  }
}
