import { type ReactNode, useEffect, useEffectEvent, useId, useRef } from 'react'
import { t } from '../i18n/t.ts'
import { visibleText } from '../i18n/visible-text.ts'
import { CloseButton } from './close-button.tsx'

/**
 * The area beside the list where a session, a form, or an account opens; the whole page on a
 * small screen. Takes the focus when it opens, and closes on Escape, also while the focus is in
 * the list.
 */
export function Panel({
  title,
  action,
  onClose,
  children,
}: {
  title: string
  /** A small control beside the title. */
  action?: ReactNode
  onClose: () => void
  children: ReactNode
}) {
  const id = useId()
  const panel = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
  }, [])
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isForPanel(event, panel.current)) return
    // The same key press would close a dialog that closing the panel opens.
    event.preventDefault()
    onClose()
  })
  useEffect(() => {
    // On the document, after whatever is inside had its chance to use the key itself.
    const listener = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
  return (
    <section
      ref={panel}
      aria-labelledby={id}
      className="bg-panel border-line flex min-h-0 min-w-0 flex-1 flex-col lg:border-l"
    >
      <header className="border-line flex items-center gap-3 border-b py-2 pr-2 pl-5">
        <div className="flex min-w-0 flex-1 items-center gap-2">
          <h1
            id={id}
            ref={heading}
            tabIndex={-1}
            className="truncate text-lg font-semibold outline-none"
            title={visibleText(title)}
          >
            {visibleText(title)}
          </h1>
          {action}
        </div>
        <CloseButton label={t('panel.close')} onClick={onClose} />
      </header>
      {/* What takes the focus scrolls clear of a footer that stays in view. */}
      <div className="flex min-h-0 flex-1 scroll-pb-20 flex-col overflow-y-auto *:shrink-0">
        {children}
      </div>
    </section>
  )
}

/**
 * Whether Escape is meant for the panel: nothing else used the key, no dialog or popover is open
 * that it closes, and the focus isn't in a text field beside the panel.
 */
function isForPanel({ target, defaultPrevented }: KeyboardEvent, panel: HTMLElement | null) {
  if (defaultPrevented || document.querySelector('dialog[open], :popover-open')) return false
  if (!(target instanceof Element) || panel?.contains(target)) return true
  return target.closest('input, textarea, select') === null
}

/** A section of a panel with its own heading. */
export function PanelSection({
  title,
  action,
  children,
}: {
  title: string
  action?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="border-line border-b px-5 py-4 last:border-b-0">
      <div className="mb-2 flex items-center justify-between gap-3">
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  )
}
