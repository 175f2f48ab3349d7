import { Suspense, useId, useLayoutEffect, useRef, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'
import { placeBelow } from '../../ui/menu.tsx'
import type { GroupChoice } from './group-field.tsx'
import { Boundary } from '../shell/boundary.tsx'

const ViewOptions = lazyPart<GroupChoice>(async () => ({
  default: (await import('./view-options.tsx')).ViewOptions,
}))

/** Opens the options of the table in a layer over it. Their code is fetched when they are opened. */
export function ViewButton(props: GroupChoice) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  useLayoutEffect(() => {
    if (!isOpen || !layer.current || !button.current) return
    const [around, opener] = [layer.current, button.current]
    placeBelow(around, opener)
    // The options come later, and the window may change.
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
        aria-label={t('view.options')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={t('view.options')}
        className={`${buttonClass('secondary')} w-full px-0!`}
      >
        <Icon name="settings" />
      </button>
      <div
        ref={layer}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t('view.options')}
        className="bg-panel text-text border-line shadow-float fixed inset-auto m-0 max-h-[calc(100dvh-1rem)] w-72 overflow-y-auto rounded-md border text-sm"
        onToggle={({ newState }) => setIsOpen(newState === 'open')}
      >
        {isOpen && (
          <Boundary name={t('view.options')}>
            <Suspense>
              <ViewOptions {...props} />
            </Suspense>
          </Boundary>
        )}
      </div>
    </>
  )
}
