import { expect, test } from 'vitest'
import { Route, Routes, useLocation } from 'react-router'
import { render } from 'vitest-browser-react'
import { Surroundings } from '../../test-support/screen.tsx'
import { CallsMoved } from './calls-moved.tsx'

function Address() {
  const { pathname, search } = useLocation()
  return <p role="note">{pathname + search}</p>
}

test('the former address of the activity leads to the present one with its query', async () => {
  const screen = await render(
    <Surroundings entries={['/calls?q=booth']}>
      <Address />
      <Routes>
        <Route path="calls" element={<CallsMoved />} />
        <Route path="*" element={null} />
      </Routes>
    </Surroundings>,
  )
  await expect.element(screen.getByRole('note')).toHaveTextContent('/activity?q=booth')
})
