import { t } from '../../i18n/t.ts'
import { focusRows } from '../sessions/use-row-focus.ts'

/** The ID of the element that holds the list of sessions. */
export const LIST_ID = 'sessions'

/**
 * The first stop of the Tab key: it leads past the header to the rows. Only visible while it
 * has the focus.
 */
export function SkipLink() {
  return (
    <a
      href={`#${LIST_ID}`}
      className="bg-panel border-accent shadow-float sr-only z-50 rounded-[5px] border px-3 py-2 text-sm font-medium focus:not-sr-only focus:fixed focus:top-1 focus:left-1"
      onClick={(event) => {
        // The address belongs to the router: a fragment would be another page in its history.
        event.preventDefault()
        focusList()
      }}
    >
      {t('nav.skip')}
    </a>
  )
}

/** Moves the focus to the row where the Tab key stops; to the list itself when it has none. */
function focusList(): void {
  const list = document.getElementById(LIST_ID)
  if (!focusRows(list)) list?.focus()
}
