import {
  type KeyboardEvent,
  type ReactNode,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { buttonClass } from './button.tsx'
import { Icon } from './icon.tsx'
import { useTabIndex } from './tab-stop.ts'

/** Distance between the button and its menu, and between the menu and the window's edge, px. */
const GAP_PX = 4

/**
 * A button that opens a menu. It uses the platform's popover: Escape and a click outside close it,
 * and the focus returns to the button. It stays open when an item is used, so that an item can be
 * used again at the same place.
 * @param props `label`: the name of the button and the menu; `text`: what the button shows; `children`: its items, which are
 *   rendered while it is open
 */
export function MenuButton({
  label,
  text,
  className = '',
  children,
}: {
  label: string
  text?: string
  className?: string
  children: ReactNode
}) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  useLayoutEffect(() => {
    if (!isOpen || !button.current || !menu.current) return
    placeBelow(menu.current, button.current)
    itemsOf(menu.current)[0]?.focus()
    return keepClicksFrom(menu.current, button.current)
  }, [isOpen])
  return (
    <>
      <button
        ref={button}
        type="button"
        tabIndex={useTabIndex()}
        popoverTarget={id}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        title={label}
        className={`${buttonClass('secondary', 'small')} ${className}`}
      >
        {text}
        <Icon name="sortDown" className="size-3.5" />
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        className="bg-panel text-text border-line shadow-float fixed inset-auto m-0 min-w-44 rounded-md border p-1 text-sm"
        onToggle={({ newState }) => setIsOpen(newState === 'open')}
        onKeyDown={moveInMenu}
        onClick={(event) => {
          // A click on its edge is not for what is beneath it.
          event.stopPropagation()
          if (event.target instanceof HTMLAnchorElement) event.currentTarget.hidePopover()
        }}
      >
        {isOpen && children}
      </div>
    </>
  )
}

/** The look of an item, for links that act as one. */
export const menuItemClass =
  'hover:not-aria-disabled:bg-hover flex h-8 w-full items-center gap-2 rounded px-2.5 text-left whitespace-nowrap aria-disabled:opacity-45 pointer-coarse:h-10'

/**
 * An item of a menu. When it can't act it stays where it is, and says why.
 * @param props `label`: its name where the text alone doesn't say enough
 */
export function MenuItem({
  label,
  disabledReason,
  onClick,
  children,
}: {
  label: string
  disabledReason: string | null
  onClick: () => void
  children: ReactNode
}) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      aria-label={label}
      aria-disabled={disabledReason !== null}
      title={disabledReason ?? undefined}
      className={menuItemClass}
      onClick={() => disabledReason === null && onClick()}
    >
      {children}
    </button>
  )
}

/** Moves between the items. What is around the menu, as a table, must not move too. */
function moveInMenu(event: KeyboardEvent<HTMLElement>) {
  event.stopPropagation()
  const items = itemsOf(event.currentTarget)
  const at = items.findIndex((item) => item === event.target)
  const moves: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }
  const to = moves[event.key]
  if (to === undefined) return
  event.preventDefault()
  items[to]?.focus()
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')]
}

/**
 * Lets a press outside the menu only close it: what is beneath, as another session's button, must
 * not be pressed by it.
 */
function keepClicksFrom(...parts: readonly HTMLElement[]): () => void {
  const onPress = ({ target }: Event) => {
    document.removeEventListener('pointerdown', swallowNone, true)
    swallowNone()
    if (parts.some((part) => part.contains(target as Node))) return
    document.addEventListener('click', swallow, { capture: true, once: true })
    // This press may have no click, as a drag. That of the next one counts.
    document.addEventListener('pointerdown', swallowNone, { capture: true, once: true })
  }
  document.addEventListener('pointerdown', onPress, true)
  return () => document.removeEventListener('pointerdown', onPress, true)
}

function swallow(click: Event): void {
  // Not a click by keyboard: that of the press may never come, as after a drag.
  if ((click as MouseEvent).detail === 0) return
  click.stopPropagation()
  click.preventDefault()
}

function swallowNone(): void {
  document.removeEventListener('click', swallow, true)
}

/** Places a menu below its button, or above it where there is no room; both in the window. */
export function placeBelow(menu: HTMLElement, button: HTMLElement): void {
  const around = button.getBoundingClientRect()
  const { width, height } = menu.getBoundingClientRect()
  const hasRoom = around.bottom + GAP_PX + height + GAP_PX <= innerHeight
  const topPx = hasRoom ? around.bottom + GAP_PX : around.top - GAP_PX - height
  const leftPx = Math.min(around.right - width, innerWidth - width - GAP_PX)
  menu.style.top = `${Math.max(GAP_PX, topPx)}px`
  menu.style.left = `${Math.max(GAP_PX, leftPx)}px`
}
