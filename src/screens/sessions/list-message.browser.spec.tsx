import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { serviceError, type ServiceErrorKind } from '../../service/result.ts'
import { endpointState } from '../../sessions/fleet-model.ts'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { ListMessage } from './list-message.tsx'

/** The message in place of a list that no region could send. */
const messageFor = (...kinds: ServiceErrorKind[]) =>
  render(
    <Surroundings>
      <ListMessage
        endpoints={kinds.map((kind) =>
          endpointState({ account, endpoint: ENDPOINT }, true, undefined, serviceError(kind)),
        )}
        coverage={{ total: kinds.length, loaded: 0, current: 0 }}
        hasRows={false}
        isFiltered={false}
        onClear={() => {}}
      />
    </Surroundings>,
  )

test('a list that was refused says why, and leads to the account', async () => {
  const screen = await messageFor('forbidden', 'forbidden')
  await expect
    .element(screen.getByText('Not permitted. The account needs the', { exact: false }))
    .toBeVisible()
  await expect.element(screen.getByRole('link', { name: 'Check account' })).toBeVisible()
  // Retrying changes nothing about it.
  expect(screen.getByText('Retrying', { exact: false }).elements()).toEqual([])
})

test('a list that got no answer is asked for again without the user', async () => {
  const screen = await messageFor('timeout', 'timeout')
  await expect
    .element(
      screen.getByText(
        'The request timed out. The region may be down. Retrying automatically.',
      ),
    )
    .toBeVisible()
  expect(screen.getByRole('link').elements()).toEqual([])
})
