import { Suspense } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { alertsStore } from '../../monitor/alerts-store.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { Surroundings } from '../../test-support/screen.tsx'
import { Boundary } from './boundary.tsx'
import { AlertCenterAfterList, ListFirst, useAfterList } from './list-first.tsx'

/** The parts of the page that are loaded after the list. */

afterEach(() => {
  vi.restoreAllMocks()
})

/** Another part of the page, such as the messages or the banners. */
function OtherPart() {
  return useAfterList() && <p>given out</p>
}

test('a crash of the alert center keeps no other part from being loaded', async () => {
  // React reports what a boundary caught; here it is meant.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const runtime = openRuntime()
  alertsStore(runtime).setState({ rows: new Map([['broken', null as never]]) })
  const screen = await render(
    <Surroundings runtime={runtime}>
      <ListFirst>
        <Boundary name="Outside">
          <Suspense>
            <AlertCenterAfterList />
          </Suspense>
        </Boundary>
        <OtherPart />
      </ListFirst>
    </Surroundings>,
  )
  await expect.element(screen.getByText('given out')).toBeVisible()
  await expect.element(screen.getByRole('alert')).toBeVisible()
})
