/**
 * The panels that open beside the list, in one file: they share their form library and most of
 * their parts. The simulator's own panel is none of them, because few visits need it.
 */
export { default as AccountEditPage } from './accounts/account-edit-page.tsx'
export { default as AccountPage } from './accounts/account-page.tsx'
export { default as AccountsPage } from './accounts/accounts-page.tsx'
export { default as CallsPage } from './calls/calls-page.tsx'
export { CallsMoved } from './calls/calls-moved.tsx'
export { default as HistoryPage } from './history/history-page.tsx'
export { default as ExtendPage } from './sessions/extend-page.tsx'
export { default as SessionPage } from './sessions/session-page.tsx'
export { default as SettingsPage } from './settings/settings-page.tsx'
export { default as NotFoundPage } from './shell/not-found-page.tsx'
export { default as CreatePage } from './starts/create-page.tsx'
export { default as ReplacePage } from './starts/replace-page.tsx'
