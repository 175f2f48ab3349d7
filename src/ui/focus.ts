/** Returns the focus to where it was, so that a control that disappears never loses it. */

/** What had the focus, and what to look for when that is no longer on the page. */
export type FocusMemory = {
  /**
   * The element, and those around it, from the inside out, without the body. Weakly held, because
   * the history remembers many, and what was taken off the page must not stay in memory.
   */
  elements: readonly WeakRef<HTMLElement>[]
  /** Path of its link; null when it is no link. */
  linkPath: string | null
}

/** A link for everybody: not one that only repeats another for the mouse. */
const LINK = 'a[href]:not([aria-hidden="true"])'

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex="0"]'

/** Notes what has the focus, or had it; null when nothing has it. */
export function rememberFocus(
  element: EventTarget | null = document.activeElement,
): FocusMemory | null {
  if (!(element instanceof HTMLElement) || element === document.body) return null
  const elements = [element, ...elementsAround(element)].map((each) => new WeakRef(each))
  return { elements, linkPath: linkPathOf(element) }
}

/** Whether the focus is nowhere, where keyboard users would start again from the top. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}

/**
 * Gives the focus back to the same control, or to the same link drawn anew.
 * @returns whether one of them took it
 */
export function returnFocus({ elements, linkPath }: FocusMemory): boolean {
  return focusOn(elements[0]?.deref()) || (linkPath !== null && focusLinkTo(linkPath))
}

/**
 * Like {@link returnFocus}; else the focus goes to the nearest control around the lost one.
 * @returns whether anything took it
 */
export function returnFocusNearby(memory: FocusMemory): boolean {
  return (
    returnFocus(memory) ||
    memory.elements.some((each) => {
      const outer = each.deref()
      return focusOn(outer) || focusWithin(outer)
    })
  )
}

/** Focuses the first link to a path that is on screen. @returns whether there is one */
export function focusLinkTo(path: string): boolean {
  return [...document.querySelectorAll<HTMLAnchorElement>(LINK)]
    .filter((link) => linkPathOf(link) === path)
    .some(focusOn)
}

/** Focuses the first link on screen. */
export function focusFirstLink(): void {
  ;[...document.querySelectorAll<HTMLElement>(LINK)].some(focusOn)
}

/** Focuses an element. @returns false when it is not on screen or can't have the focus */
function focusOn(element: HTMLElement | undefined): boolean {
  if (!element?.isConnected) return false
  element.focus()
  return document.activeElement === element
}

function linkPathOf(element: Element): string | null {
  return element instanceof HTMLAnchorElement ? element.pathname : null
}

/**
 * Passes the focus on before an element that has it is taken off the page: to the target,
 * else to the nearest control around it.
 * @param target where a further Enter does no harm; null: nothing is known to be harmless
 */
export function passFocusOn(element: HTMLElement, target: HTMLElement | null): void {
  if (document.activeElement !== element) return
  if (target && focusOn(target)) return
  elementsAround(element).some((outer) => focusWithin(outer, element))
}

/** Returns the elements around one, from the inside out, without the body. */
function elementsAround({ parentElement }: HTMLElement): HTMLElement[] {
  return parentElement && parentElement !== document.body
    ? [parentElement, ...elementsAround(parentElement)]
    : []
}

/**
 * Focuses the first control in an element.
 * @param except a control that is passed over
 * @returns false when none can have the focus
 */
function focusWithin(outer: HTMLElement | undefined, except?: HTMLElement): boolean {
  return [...(outer?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].some(
    (control) => control !== except && focusOn(control),
  )
}
