import type { ReactNode } from 'react'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useSessionAction } from '../../sessions/use-session-actions.ts'
import { ExtendButtons } from './extend-buttons.tsx'
import { PendingAction } from './pending-action.tsx'
import { StopButton } from './stop-button.tsx'

/**
 * The actions on a session, or the one that is in progress.
 * @param props `isFirstOnly`: one step to extend by instead of all; `children`: what follows the
 *   steps, the stop button by default
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
  const action = useSessionAction(row.key)
  return action ? (
    <PendingAction row={row} action={action} />
  ) : (
    <>
      <ExtendButtons row={row} isFirstOnly={isFirstOnly} />
      {children}
    </>
  )
}
