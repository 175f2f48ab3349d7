/** Breaks of the guarantees about lists, notices, and forms under the user's hands. */

const HELD_ORDER = 'src/screens/sessions/use-held-order.browser.spec.tsx'
const HISTORY = 'src/screens/shell/console-history.spec.ts'
const FOCUS = 'src/ui/focus.browser.spec.tsx'

export const HAND_BREAKS = [
  {
    guarantee: 'No row moves while the pointer is on one',
    what: 'only the focus holds the order',
    file: 'src/screens/sessions/use-held-order.ts',
    search: 'const isHeld = (hasPointer || hasFocus) &&',
    replace: 'const isHeld = hasFocus &&',
    spec: HELD_ORDER,
  },
  {
    guarantee: 'No row moves while the focus is in the table',
    what: 'only the pointer holds the order',
    file: 'src/screens/sessions/use-held-order.ts',
    search: 'const isHeld = (hasPointer || hasFocus) &&',
    replace: 'const isHeld = hasPointer &&',
    spec: HELD_ORDER,
  },
  {
    guarantee: 'Apply shows the order that was held back',
    what: 'it keeps the held one',
    file: 'src/screens/sessions/use-held-order.ts',
    search: 'apply: () => setKnown({ asked, view, rows: wanted })',
    replace: 'apply: () => setKnown({ asked, view, rows })',
    spec: HELD_ORDER,
  },
  {
    guarantee: 'A session that ends under the pointer keeps its row',
    what: 'its row disappears',
    file: 'src/screens/sessions/held-order.ts',
    search: 'return [...held, ...arrived',
    replace: "return [...held.filter(({ standing }) => standing !== 'gone'), ...arrived",
    spec: 'src/screens/sessions/held-order.spec.ts',
  },
  {
    guarantee: 'The notice bar keeps its notice while the pointer is on its buttons',
    what: 'the most urgent notice is always shown',
    file: 'src/screens/alerts/use-held-notice.ts',
    search: 'const lead = isHeld && kept ? kept : first',
    replace: 'const lead = first',
    spec: 'src/screens/alerts/bar.browser.spec.tsx',
  },
  {
    guarantee: 'Repeated clicks add up',
    what: 'the last click counts',
    file: 'src/lease/extend.ts',
    search: 'addMs: waiting.addMs + added.addMs',
    replace: 'addMs: added.addMs',
    spec: 'src/lease/lease.spec.ts',
  },
  {
    guarantee: 'A control passes its focus on before it disappears',
    what: 'its focus falls to the body',
    file: 'src/ui/focus.ts',
    search: 'if (document.activeElement !== element) return',
    replace: 'if (document.activeElement === element) return',
    spec: FOCUS,
  },
  {
    guarantee: 'The focus returns to a link that was rendered again',
    what: 'only the element itself is looked for',
    file: 'src/ui/focus.ts',
    search:
      'return focusOn(elements[0]?.deref()) || (linkPath !== null && focusLinkTo(linkPath))',
    replace: 'return focusOn(elements[0]?.deref())',
    spec: FOCUS,
  },
  {
    guarantee: 'A filled form asks before it is left',
    what: 'it does not hold its entries',
    file: 'src/screens/shell/unsaved-entries.tsx',
    search: 'if (!isUnsaved || isReleased.current) return',
    replace: 'if (isUnsaved || isReleased.current) return',
    spec: 'src/screens/shell/unsaved-entries.browser.spec.tsx',
  },
  {
    guarantee: 'A filled form asks before a link leads away from it',
    what: 'the link is followed at once',
    file: 'src/screens/shell/console-history.ts',
    search: 'else leaveBy(go)',
    replace: 'else go()',
    spec: HISTORY,
  },
  {
    guarantee: 'A filled form asks before Back leads away from it',
    what: 'the form is lost at once',
    file: 'src/screens/shell/console-history.ts',
    search: 'if (!guard.isHeld() || delta === null',
    replace: 'if (guard.isHeld() || delta === null',
    spec: HISTORY,
  },
  {
    guarantee: 'A filled form asks before Escape closes it',
    what: 'it is closed at once',
    file: 'src/screens/shell/console-history.ts',
    search: '    guard.leave(() => {\n      // Read now',
    replace: '    ;((close) => close())(() => {\n      // Read now',
    spec: HISTORY,
  },
  {
    guarantee: 'Closing a panel adds no entry to the browser history',
    what: 'the list is pushed',
    file: 'src/screens/shell/console-history.ts',
    search: 'if (back === null) history.replace(to)\n',
    replace:
      'if (back === null) history.replace(to)\n      else if (back > 0) history.push(to.pathname)\n',
    spec: HISTORY,
  },
  {
    guarantee: 'The form of an extension names the largest lease that the service accepts',
    what: 'it names 24 h',
    file: 'src/screens/sessions/extend-problem-text.ts',
    search: 'formatDuration(MAX_EXTENDED_LEASE_MS)',
    replace: 'formatDuration(MAX_EXTENDED_LEASE_MS + 60_000)',
    spec: 'src/screens/sessions/extend-problem-text.spec.ts',
  },
]
