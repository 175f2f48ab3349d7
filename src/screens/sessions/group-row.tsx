import type { KeyboardEvent } from 'react'
import { t } from '../../i18n/t.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { Icon } from '../../ui/icon.tsx'
import { groupName } from './groups.ts'
import { collapsedGroupsStore } from './groups-store.ts'
import type { GroupHead } from './table-items.ts'

/** The head of a group of sessions, which collapses it: by a click, or by the arrow keys. */
export function GroupRow({
  head: { groupId, count, isCollapsed },
  index,
  topPx,
  heightPx,
  columnCount,
  isTabStop,
}: {
  head: GroupHead
  index: number
  topPx: number
  heightPx: number
  /** Cells of the other rows. */
  columnCount: number
  isTabStop: boolean
}) {
  const runtime = useRuntime()
  const collapse = (isToCollapse: boolean) =>
    collapsedGroupsStore(runtime).setState(({ ids }) => ({
      ids: new Set(
        isToCollapse ? [...ids, groupId] : [...ids].filter((other) => other !== groupId),
      ),
    }))
  const onKeyDown = (event: KeyboardEvent) => {
    const isToCollapse = { ArrowLeft: true, ArrowRight: false }[event.key]
    const hasModifier = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey
    if (isToCollapse === undefined || hasModifier) return
    event.preventDefault()
    collapse(isToCollapse)
  }
  return (
    <tr
      role="row"
      aria-rowindex={index + 2}
      data-group
      style={{ top: topPx, height: heightPx }}
      className="border-line bg-bar absolute inset-x-0 flex border-b"
    >
      <td role="cell" aria-colspan={columnCount} className="flex min-w-0 flex-1">
        <button
          type="button"
          tabIndex={isTabStop ? 0 : -1}
          aria-expanded={!isCollapsed}
          onClick={() => collapse(!isCollapsed)}
          onKeyDown={onKeyDown}
          className="group-button hover:bg-hover flex min-w-0 flex-1 items-center gap-2 px-2.5 text-left text-sm -outline-offset-2"
        >
          <Icon name="sortDown" className={`text-muted ${isCollapsed ? '-rotate-90' : ''}`} />
          <span className="truncate font-semibold">{groupName(groupId)}</span>{' '}
          <span className="text-muted">{t('group.count', { count })}</span>
        </button>
      </td>
    </tr>
  )
}
