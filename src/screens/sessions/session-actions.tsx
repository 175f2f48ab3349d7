import type { ReactNode } from 'react'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useAfterList } from '../shell/list-first.tsx'
import { ExtendButton } from './extend-button.tsx'
import { ExtendSplit } from './extend-split.tsx'
import { StopButton } from './stop-button.tsx'
import { UndoSlot } from './undo-slot.tsx'

/**
 * The actions on a session. They keep their place, meaning, and focus while one is pending: its
 * amount stands in the time left, and Undo has a place of its own.
 * @param props `isFirstOnly`: one step to extend by instead of all, and what is pending beside it,
 *   where no time left is shown; `children`: what follows the steps, the stop button by default
 */
export function SessionActions({
  row,
  isFirstOnly = false,
  children = <StopButton row={row} />,
}: {
  row: FleetRow
  isFirstOnly?: boolean
  children?: ReactNode
}) {
  const parts = useAfterList()
  return (
    <>
      {isFirstOnly && parts && (
        // Over the end of the bar, because beside the buttons it would move them.
        <span className="bg-canvas absolute right-full mr-1 flex max-w-60 rounded-xs px-1.5 empty:hidden">
          <parts.PendingStatus row={row} />
        </span>
      )}
      {isFirstOnly ? <ExtendButton row={row} /> : <ExtendSplit row={row} />}
      {/* Drawn first, but placed here so that Tab reaches it right after the pressed button. */}
      <UndoSlot row={row} className="order-first" />
      {children}
    </>
  )
}
