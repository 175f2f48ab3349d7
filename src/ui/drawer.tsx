import { type ReactNode, type RefObject, useEffect, useId, useRef } from 'react'
import { t } from '../i18n/t.ts'
import { CloseButton } from './close-button.tsx'

/** What a press may hit without closing the drawer: what lies above it, and its own opener. */
const ABOVE = 'dialog, [popover]'

/**
 * An overlay that hangs from the bar it was opened from. It pushes nothing and leaves the rest of
 * the page usable: what it covers comes back with Escape, with its close button, or with a press
 * beside it. Takes the focus when it opens, and returns it to its opener unless the user has gone
 * elsewhere.
 * @param props `opener`: the button that toggles it; its parent holds the drawer and is positioned
 */
export function Drawer({
  title,
  closeLabel,
  opener,
  onClose,
  children,
}: {
  title: string
  closeLabel: string
  opener: RefObject<HTMLElement | null>
  onClose: () => void
  children: ReactNode
}) {
  const id = useId()
  const panel = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  }, [onClose])
  useEffect(() => {
    heading.current?.focus()
    const onPress = ({ target }: PointerEvent) => {
      if (!(target instanceof Element)) return
      const isOwn = panel.current?.contains(target) || opener.current?.contains(target)
      if (!isOwn && !target.closest(ABOVE)) close.current()
    }
    // The page that a link leads to would be covered on a phone.
    const onClick = ({ target }: MouseEvent) => {
      if (
        target instanceof Element &&
        target.closest('a[href]') &&
        panel.current?.contains(target)
      )
        close.current()
    }
    document.addEventListener('pointerdown', onPress)
    document.addEventListener('click', onClick)
    return () => {
      document.removeEventListener('pointerdown', onPress)
      document.removeEventListener('click', onClick)
    }
  }, [opener])
  const closeAndReturn = () => {
    onClose()
    opener.current?.focus()
  }
  return (
    <section
      ref={panel}
      role="dialog"
      aria-labelledby={id}
      className="appear bg-panel border-line shadow-float absolute top-full left-0 z-20 flex max-h-[min(36rem,calc(100dvh-9.5rem))] w-full flex-col rounded-b-lg border-b sm:w-[min(48rem,100%)] sm:border-r"
      onKeyDown={(event) => {
        const isAbove = event.target instanceof Element && event.target.closest(ABOVE)
        if (event.key !== 'Escape' || isAbove || event.defaultPrevented) return
        // A panel beside it would close as well.
        event.stopPropagation()
        closeAndReturn()
      }}
    >
      <header className="border-line flex shrink-0 items-center gap-3 border-b py-1 pr-2 pl-4">
        <h2
          id={id}
          ref={heading}
          tabIndex={-1}
          className="flex-1 text-sm font-semibold outline-none"
        >
          {title}
        </h2>
        <CloseButton label={closeLabel} title={t('drawer.close')} onClick={closeAndReturn} />
      </header>
      <div className="min-h-0 overflow-y-auto overscroll-contain">{children}</div>
    </section>
  )
}
