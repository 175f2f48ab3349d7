import type { ReactNode } from 'react'
import { paths } from '../../paths.ts'
import { Panel } from '../../ui/panel.tsx'
import { useCloseTo } from './use-go-to.ts'

/**
 * The panel of a page. Closing it leads to another page, and the list keeps its filter and order.
 * @param props `closesTo`: path of that page; the list without one
 */
export function PagePanel({
  title,
  closesTo = paths.home,
  children,
}: {
  title: string
  closesTo?: string
  children: ReactNode
}) {
  const closeTo = useCloseTo()
  return (
    <Panel title={title} onClose={() => closeTo(closesTo)}>
      {children}
    </Panel>
  )
}
