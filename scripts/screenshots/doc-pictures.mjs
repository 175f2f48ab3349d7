/** The pictures that the documents show: from which file of the sheet, and as which in docs/. */
export const DOC_PICTURES = {
  'session/1440-light.png': 'console.png',
  'list/1440-dark.png': 'design-list.png',
  'list-partial/1440-light.png': 'design-partial.png',
  'timeline/1440-light.png': 'design-timeline.png',
  'list/390-light.png': 'design-phone.png',
  'list/1440-forced.png': 'design-forced.png',
  'history-empty/1024-light.png': 'design-empty.png',
}
