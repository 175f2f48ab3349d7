import { useState } from 'react'
import { useRowWindow } from '../../../ui/row-window.ts'

/** One session of a bulk operation. `tone`: how what is said of it looks. */
export type BulkLine = {
  key: string
  id: string
  place: string
  text: string
  tone: 'plain' | 'good' | 'failure'
}

/** The height of a line, and of the part of the list in view, px. */
const LINE_PX = 28
const VIEW_LINES = 7

const tones: Record<BulkLine['tone'], string> = {
  plain: 'text-muted',
  good: 'text-ready',
  failure: 'text-error',
}

/** The sessions of a bulk operation. Only those in view are in the document. */
export function BulkLines({ label, lines }: { label: string; lines: readonly BulkLine[] }) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const indexes = useRowWindow(scroller, lines.length, LINE_PX)
  return (
    <div
      ref={setScroller}
      role="group"
      aria-label={label}
      // A list that scrolls has to be reached by the keyboard.
      tabIndex={lines.length > VIEW_LINES ? 0 : undefined}
      className="border-line overflow-y-auto overscroll-contain rounded border -outline-offset-2"
      style={{ maxHeight: VIEW_LINES * LINE_PX }}
    >
      <ul className="relative text-sm" style={{ height: lines.length * LINE_PX }}>
        {indexes.flatMap((index) => {
          const line = lines[index]
          return line ? (
            <li
              key={line.key}
              aria-setsize={lines.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 flex items-center gap-3 px-2.5"
              style={{ top: index * LINE_PX, height: LINE_PX }}
            >
              <span className="text-text min-w-0 flex-1 truncate" title={line.id}>
                {line.id}
              </span>
              <span className="text-muted w-28 shrink-0 truncate max-sm:hidden">
                {line.place}
              </span>
              <span
                title={line.text}
                className={`max-w-1/2 min-w-20 shrink-0 truncate text-right tabular-nums ${tones[line.tone]}`}
              >
                {line.text}
              </span>
            </li>
          ) : (
            []
          )
        })}
      </ul>
    </div>
  )
}
