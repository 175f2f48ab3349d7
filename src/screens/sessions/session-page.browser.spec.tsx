import { Suspense } from 'react'
import { Route, Routes } from 'react-router'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { paths, patterns } from '../../paths.ts'
import { FleetProvider } from '../../sessions/fleet.tsx'
import { ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import SessionPage from './session-page.tsx'

test('a link to a session of an unknown account offers to add the account', async () => {
  const screen = await render(
    <Surroundings entries={[paths.session('nobody', ENDPOINT, 'crane')]}>
      <FleetProvider>
        <Suspense>
          <Routes>
            <Route path={patterns.session} element={<SessionPage />} />
          </Routes>
        </Suspense>
      </FleetProvider>
    </Surroundings>,
  )
  await expect
    .element(screen.getByRole('link', { name: 'Add account' }))
    .toHaveAttribute('href', paths.newAccount)
})
