/**
 * What comes right after the list is on screen, in one file: alerts, starts in flight, costs,
 * the database. The list does not need it, and each of these alone would be a call of its own.
 */
export { AlertCenter } from './alerts/alert-center.tsx'
export { Keyboard } from './commands/keyboard.tsx'
export { AutoExtendMark } from './sessions/auto-extend-mark.tsx'
export { ColumnEdge } from './sessions/column-edge.tsx'
export { CallsChip } from './calls/calls-chip.tsx'
export { FilterNote } from './sessions/filter/filter-note.tsx'
export { FilterSuggestions } from './sessions/filter/filter-suggestions.tsx'
export { SavedViewsButton } from './sessions/views/saved-views-button.tsx'
export { rowFilter } from './sessions/filter/row-filter.ts'
export { GroupRow } from './sessions/group-row.tsx'
export { groupRows, tableItems } from './sessions/groups.ts'
export { OrderOffer } from './sessions/order-offer.tsx'
export { SelectAll, SelectBox } from './sessions/select-box.tsx'
export { SelectionBar } from './sessions/selection-bar.tsx'
export { TableSelection } from './sessions/table-selection.tsx'
export { ListMessage } from './sessions/list-message.tsx'
export { PendingStatus } from './sessions/pending-status.tsx'
export { CostFigure } from './sessions/cost-figure.tsx'
export { RefreshStatus } from './sessions/refresh-status.tsx'
export { StopDialog } from './sessions/stop-dialog.tsx'
export { ViewButton } from './sessions/view-button.tsx'
export { UsualStart } from './sessions/usual-start.tsx'
export { Toasts } from './shell/toasts.tsx'
// Opened by the alert center, and fetched with it: a database whose code is missing looks refused.
export { openConsoleDb } from '../tabs/console-db.ts'
