import {
  type ComponentProps,
  type ReactNode,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { buttonClass } from './button.tsx'
import { Icon } from './icon.tsx'
import { placeBelow } from './menu.tsx'

/**
 * A button with an icon that opens a layer over the page. It uses the platform's popover: Escape
 * and a click outside close it.
 * @param props `label`: the name of the button and the layer; `children`: what is in it, rendered
 *   while it is open
 */
export function LayerButton({
  label,
  icon,
  children,
}: {
  label: string
  icon: ComponentProps<typeof Icon>['name']
  children: ReactNode
}) {
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
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={label}
        className={`${buttonClass('secondary')} w-full px-0!`}
      >
        <Icon name={icon} />
      </button>
      <div
        ref={layer}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className="bg-panel text-text border-line shadow-float fixed inset-auto m-0 max-h-[calc(100dvh-1rem)] w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-md border text-sm"
        onToggle={({ newState }) => setIsOpen(newState === 'open')}
      >
        {isOpen && children}
      </div>
    </>
  )
}
