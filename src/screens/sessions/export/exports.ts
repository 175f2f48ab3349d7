import { t } from '../../../i18n/t.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { FleetRow } from '../../../sessions/fleet-model.ts'
import {
  sessionsAsCsv,
  sessionsAsJson,
  sessionsAsText,
} from '../../../sessions/session-records.ts'
import { download, fileNameAt } from '../../../util/download.ts'
import { addToast } from '../../shell/toasts-store.ts'

/** A way to take sessions elsewhere. `title`: with what it takes; `label`: without, for a menu */
export type Export = { id: string; label: string; title: string; run: () => void }

/** Returns the ways to take sessions elsewhere. @param rows not empty */
export function exportsOf(runtime: Runtime, rows: readonly FleetRow[]): readonly Export[] {
  const count = rows.length
  const copied = (text: () => string, name: string) => () => void copy(runtime, text(), name)
  return [
    {
      id: 'downloadCsv',
      label: t('export.downloadCsv'),
      title: t('export.downloadCsvOf', { count }),
      run: () => save('csv', sessionsAsCsv(rows), 'text/csv'),
    },
    {
      id: 'downloadJson',
      label: t('export.downloadJson'),
      title: t('export.downloadJsonOf', { count }),
      run: () => save('json', sessionsAsJson(rows), 'application/json'),
    },
    {
      id: 'copyCsv',
      label: t('export.copyCsv'),
      title: t('export.copyCsvOf', { count }),
      run: copied(() => sessionsAsCsv(rows), t('export.csvOf', { count })),
    },
    {
      id: 'copyJson',
      label: t('export.copyJson'),
      title: t('export.copyJsonOf', { count }),
      run: copied(() => sessionsAsJson(rows), t('export.jsonOf', { count })),
    },
    {
      id: 'copyText',
      label: t('export.copyText'),
      title: t('export.copyTextOf', { count }),
      run: copied(() => sessionsAsText(rows), t('export.textOf', { count })),
    },
  ]
}

/** Copies the address of what is on screen: page, filter, order, and view. It holds no secret. */
export function copyLink(runtime: Runtime): void {
  const { origin, pathname, search } = location
  void copy(runtime, origin + pathname + search, t('export.link'))
}

/** Copies a session as one line. */
export function copySession(runtime: Runtime, row: FleetRow): void {
  void copy(runtime, sessionsAsText([row]), row.session.id)
}

/** Copies a text and says whether that worked: a menu or the palette is closed by then. */
async function copy(runtime: Runtime, text: string, name: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    addToast(runtime, { tone: 'success', text: t('copy.done', { name }), error: null })
  } catch {
    // No permission, or no secure context.
    addToast(runtime, { tone: 'failure', text: t('export.refused', { name }), error: null })
  }
}

function save(extension: string, text: string, type: string): void {
  download(fileNameAt('sessions', extension, Date.now()), text, type)
}
