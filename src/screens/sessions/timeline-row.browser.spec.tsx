import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import '../../index.css'
import { Surroundings } from '../../test-support/screen.tsx'
import type { TimelineItem } from './timeline-items.ts'
import { TimelineRow } from './timeline-row.tsx'

const NOW = 0
const HOUR = 3_600_000

function itemWith(change: Partial<TimelineItem>): TimelineItem {
  return {
    key: 'one',
    id: 'one',
    path: '/one',
    row: null,
    isGone: false,
    isOld: false,
    life: {
      status: 'Ready',
      startedAtMs: null,
      readyAtMs: null,
      endsAtMs: null,
      latestEndMs: null,
      limitAtMs: null,
      isOver: false,
    },
    ...change,
  }
}

/** Renders a row of the timeline, beside an ID as the list shows it. */
function renderRow(item: TimelineItem) {
  return render(
    <Surroundings>
      <span role="note" className="font-mono">
        list
      </span>
      <ul>
        <TimelineRow
          item={item}
          index={0}
          span={{ fromMs: NOW - HOUR, toMs: NOW + 8 * HOUR }}
          nowMs={NOW}
          labelShare={0.1}
          isSelected={false}
          topPx={0}
          heightPx={40}
        />
      </ul>
    </Surroundings>,
  )
}

test('names of sessions have the typeface that they have in the list', async () => {
  const screen = await renderRow(itemWith({}))
  const fontOf = (element: Element) => getComputedStyle(element).fontFamily
  expect(fontOf(screen.getByRole('link', { name: 'one' }).element())).toBe(
    fontOf(screen.getByRole('note').element()),
  )
})

test.for([
  {
    what: 'is dimmed while nothing confirms it',
    leftMs: 3 * HOUR,
    isOld: true,
    opacities: ['0.25', '0.45'],
  },
  { what: 'that ends soon keeps its color', leftMs: HOUR / 20, isOld: true },
  { what: 'is not dimmed while its list is recent', leftMs: 3 * HOUR, isOld: false },
])('the bar of a session $what', async ({ leftMs, isOld, opacities }) => {
  const life = { ...itemWith({}).life, readyAtMs: NOW - HOUR / 2, endsAtMs: NOW + leftMs }
  const screen = await renderRow(itemWith({ isOld, life }))
  const pieces = screen.container.querySelectorAll('.timeline-bars > .border')
  expect([...pieces].map((piece) => getComputedStyle(piece).opacity)).toEqual(
    opacities ?? ['0.45', '1'],
  )
})
