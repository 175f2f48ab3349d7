import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import '../../index.css'
import { Surroundings } from '../../test-support/screen.tsx'
import { TimelineRow } from './timeline-row.tsx'

test('names of sessions have the typeface that they have in the list', async () => {
  const screen = await render(
    <Surroundings>
      <span role="note" className="font-mono">
        list
      </span>
      <ul>
        <TimelineRow
          item={{
            key: 'one',
            id: 'one',
            path: '/one',
            row: null,
            isGone: false,
            life: {
              status: 'Ready',
              startedAtMs: null,
              readyAtMs: null,
              endsAtMs: null,
              latestEndMs: null,
              limitAtMs: null,
              isOver: false,
            },
          }}
          index={0}
          span={{ fromMs: 0, toMs: 1000 }}
          nowMs={500}
          labelShare={0.1}
          isSelected={false}
          topPx={0}
          heightPx={40}
        />
      </ul>
    </Surroundings>,
  )
  const fontOf = (element: Element) => getComputedStyle(element).fontFamily
  expect(fontOf(screen.getByRole('link', { name: 'one' }).element())).toBe(
    fontOf(screen.getByRole('note').element()),
  )
})
