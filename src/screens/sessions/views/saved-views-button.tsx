import { Suspense, useId, useLayoutEffect, useRef, useState } from 'react'
import { t } from '../../../i18n/t.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { lazyPart } from '../../../ui/lazy-part.ts'
import { placeBelow } from '../../../ui/menu.tsx'
import { Boundary } from '../../shell/boundary.tsx'

const SavedViews = lazyPart(async () => ({
  default: (await import('./saved-views-list.tsx')).SavedViewsList,
}))

/** Opens the saved views in a layer over the list. Their code is fetched when they are opened. */
export function SavedViewsButton() {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  useLayoutEffect(() => {
    if (!isOpen || !layer.current || !button.current) return
    const [around, opener] = [layer.current, button.current]
    placeBelow(around, opener)
    // Its content comes later, and the window may change.
    const observer = new ResizeObserver(() => placeBelow(around, opener))
    observer.observe(around)
    return () => observer.disconnect()
  }, [isOpen])
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-label={t('views.button')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={t('views.button')}
        className={`${buttonClass('secondary')} w-full px-0!`}
      >
        <Icon name="bookmark" />
      </button>
      <div
        ref={layer}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t('views.button')}
        className="bg-panel text-text border-line shadow-float fixed inset-auto m-0 max-h-[calc(100dvh-1rem)] w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-md border text-sm"
        onToggle={({ newState }) => setIsOpen(newState === 'open')}
      >
        {isOpen && (
          <Boundary name={t('views.button')}>
            <Suspense>
              <SavedViews onClose={() => layer.current?.hidePopover()} />
            </Suspense>
          </Boundary>
        )}
      </div>
    </>
  )
}
