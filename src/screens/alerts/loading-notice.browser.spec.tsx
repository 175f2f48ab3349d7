import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { endpointState } from '../../sessions/fleet-model.ts'
import { account, ENDPOINT } from '../../test-support/screen.tsx'
import { LoadingNotice } from './loading-notice.tsx'

test('the bar says that the regions are loading, until one of them has answered', async () => {
  const loading = endpointState({ account, endpoint: ENDPOINT }, true, undefined, null)
  const screen = await render(<LoadingNotice endpoints={[loading, loading]} />)
  await expect.element(screen.getByText('Loading 2 regions…')).toBeVisible()
  await screen.rerender(
    <LoadingNotice endpoints={[loading, { ...loading, status: 'ready' }]} />,
  )
  expect(screen.container.textContent).toBe('')
})
