import type { ReactNode } from 'react'
import { paths } from '../../paths.ts'
import { Panel } from '../../ui/panel.tsx'
import { useCloseTo } from './use-go-to.ts'

/**
 * The panel of a page. Closing it leads to another page, and the list keeps its filter and order.
 * @param props `closesTo`: path of that page; the list without one; `action`: beside the
 *   title
 */
export function PagePanel({
  title,
  closesTo = paths.home,
  action,
  children,
}: {
  title: string
  closesTo?: string
  action?: ReactNode
  children: ReactNode
}) {
  const closeTo = useCloseTo()
  return (
    <Panel title={title} action={action} onClose={() => closeTo(closesTo)}>
      {children}
    </Panel>
  )
}
