import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { FigureStrip } from './figure-strip.tsx'

test('a figure is a lower bound while a region has not answered, and empty before the first', async () => {
  const figures = async (total: number, loaded: number, ready: number) => {
    const { container } = await render(
      <FigureStrip
        counts={{ ready, starting: 0, ending: 1 }}
        coverage={{ total, loaded, current: loaded }}
        selected={null}
        onSelect={() => {}}
      />,
    )
    return [...container.querySelectorAll('button')].map(({ textContent }) => textContent)
  }
  expect(await figures(3, 3, 6)).toEqual(['6Ready', '0Starting', '1Ending within 10 min'])
  expect(await figures(3, 2, 6)).toEqual(['6+Ready', '0+Starting', '1+Ending within 10 min'])
  expect(await figures(3, 0, 0)).toEqual(['—Ready', '—Starting', '1+Ending within 10 min'])
})
