/** The contact sheet of the pictures: a page with all of them, by state. */

/**
 * @typedef {{ state: string, width: number, look: string, file: string, sha256: string }} Picture
 *   `file`: path within the folder of the sheet
 */

/**
 * Returns the page of a contact sheet.
 * @param {readonly Picture[]} pictures
 */
export function contactSheet(pictures) {
  const states = [...new Set(pictures.map(({ state }) => state))]
  const parts = states.map((state) => {
    const figures = pictures.filter((picture) => picture.state === state).map(figure)
    return `<section id="${state}"><h2>${state}</h2><div>${figures.join('\n')}</div></section>`
  })
  const links = states.map((state) => `<a href="#${state}">${state}</a>`)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Screenshots</title>
<style>
  :root { color-scheme: light dark; font: 13px/1.5 system-ui, sans-serif }
  body { margin: 24px }
  nav { display: flex; flex-wrap: wrap; gap: 4px 12px }
  div { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start }
  figure { margin: 0 }
  img { display: block; height: 280px; border: 1px solid #8886 }
</style>
<h1>Screenshots</h1>
<nav>${links.join(' ')}</nav>
${parts.join('\n')}
</html>
`
}

/**
 * Names the pictures that differ from those of an earlier run. A picture that wasn't taken now
 * isn't compared.
 * @param {readonly Picture[]} before
 * @param {readonly Picture[]} after
 */
export function changedPictures(before, after) {
  const known = new Map(before.map(({ file, sha256 }) => [file, sha256]))
  return after
    .filter(({ file, sha256 }) => known.has(file) && known.get(file) !== sha256)
    .map(({ file }) => file)
}

function figure({ file, width, look }) {
  return `<figure><a href="${file}"><img loading="lazy" src="${file}" alt=""></a><figcaption>${width} px, ${look}</figcaption></figure>`
}
