import { gatesOf } from '../../calls/gates.ts'
import { t } from '../../i18n/t.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import { newestWaiting, pendingActionsStore } from '../../sessions/pending-actions.ts'
import { focusRows } from '../sessions/use-row-focus.ts'
import { LIST_ID } from '../shell/skip-link.tsx'
import { addToast, toastsStore } from '../shell/toasts-store.ts'
import { openLayer } from './layer-store.ts'
import type { KeyPlace, Shortcut, ShortcutId } from './shortcuts.ts'

/** What shortcuts do on the page. They press what is on screen, so that keys do what clicks do. */

/** A row of the table or of the timeline. */
const ROW = '[data-standing], .timeline-grid'

const ARROWS: Partial<Record<ShortcutId, string>> = { down: 'ArrowDown', up: 'ArrowUp' }

/** Runs a shortcut. @returns false when there is nothing on the page that it could act on */
export function actOnKey(runtime: Runtime, { id, act, group }: Shortcut): boolean {
  switch (act) {
    case 'open':
      if (id !== 'help' && id !== 'palette') return false
      openLayer(runtime, { kind: id })
      return true
    case 'undo':
      undoNewest(runtime)
      return true
    case 'arrow':
      return moveBy(ARROWS[id] ?? '')
    case 'focus':
      return focusControl(id)
    case 'press':
      return group === 'row' ? pressInRow(runtime, id) : press(controlOf(document, id))
    case 'table':
      return false
  }
}

/** Whether the page has a control that a shortcut could press. */
export function hasControl(id: ShortcutId): boolean {
  return controlOf(document, id) !== null
}

/** The path of the session whose row has the focus; null when none has. */
export function focusedSessionPath(): string | null {
  const row = document.activeElement?.closest(ROW)
  return row?.querySelector<HTMLAnchorElement>('a[href^="/sessions/"]')?.pathname ?? null
}

/** Returns where a key was pressed. */
export function placeOf(target: EventTarget | null): KeyPlace {
  const element = target instanceof HTMLElement ? target : null
  const isInLayer = element?.closest('[role="dialog"], [role="menu"]')
  if (isInLayer || document.querySelector('dialog[open]')) return 'layer'
  if (element?.isContentEditable || element?.matches(TEXT_FIELD)) return 'text'
  // An open menu takes the keys, wherever the focus is.
  return document.querySelector(':popover-open') ? 'layer' : 'page'
}

const TEXT_FIELD =
  'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [role="textbox"], [role="combobox"]'

/** Presses a control of the row that has the focus, and of no other. */
function pressInRow(runtime: Runtime, id: ShortcutId): boolean {
  const row = document.activeElement?.closest(ROW)
  if (!row) return false
  const control = controlOf(row, id)
  const isBlocked = control?.ariaDisabled === 'true'
  if (control && !isBlocked) return press(control)
  tellOnce(runtime, (control?.title ?? '') || t('blocked.wrongStatus'))
  return true
}

/** The control of a shortcut that is on screen. */
function controlOf(around: ParentNode, id: ShortcutId): HTMLElement | null {
  const all = [...around.querySelectorAll<HTMLElement>(`[data-shortcut="${id}"]`)]
  return all.find((control) => control.checkVisibility()) ?? null
}

function press(control: HTMLElement | null): boolean {
  control?.click()
  return control !== null
}

function focusControl(id: ShortcutId): boolean {
  const control = controlOf(document, id)
  control?.focus()
  if (control instanceof HTMLInputElement) control.select()
  return control !== null
}

/** Moves the focus as an arrow key would, or to the rows. */
function moveBy(key: string): boolean {
  const from = document.activeElement
  if (!from?.closest(`${ROW}, [data-group], .timeline`))
    return focusRows(document.getElementById(LIST_ID))
  from.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  return true
}

/** Cancels what waits for the session that was acted on last, as its Undo does, and says so. */
function undoNewest(runtime: Runtime): void {
  const waitingOf = ({ ref }: { ref: Parameters<ReturnType<typeof gatesOf>['of']>[0] }) =>
    gatesOf(runtime).of(ref).getView().waiting
  const newest = newestWaiting(pendingActionsStore(runtime).getState(), waitingOf)
  if (!newest) {
    tellOnce(runtime, t('shortcut.nothingToUndo'))
    return
  }
  const { row, kind, undoIds } = newest
  for (const id of undoIds) gatesOf(runtime).of(row.ref).cancel(id)
  const text = t(kind === 'stop' ? 'shortcut.undidStop' : 'shortcut.undidExtend', {
    id: row.session.id,
  })
  addToast(runtime, { tone: 'success', text, error: null })
}

/** Says why a key did nothing, once until the message is dismissed. */
function tellOnce(runtime: Runtime, text: string): void {
  const { toasts } = toastsStore(runtime).getState()
  if (toasts.some((toast) => toast.text === text)) return
  addToast(runtime, { tone: 'failure', text, error: null })
}
