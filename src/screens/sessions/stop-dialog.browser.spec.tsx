import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import '../../index.css'
import { setCredential } from '../../accounts/credentials.ts'
import { gatesOf } from '../../calls/gates.ts'
import { setPreferences } from '../../runtime/preferences.ts'
import { extendSession } from '../../sessions/extend-session.ts'
import { toRow } from '../../sessions/fleet-model.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { StopDialog } from './stop-dialog.tsx'

const row = toRow({ account, endpoint: ENDPOINT }, observedSession({ id: 'one' }))

/** The dialog, and how to undo the extension that waits. */
async function setUp(addMs: number | null) {
  const runtime = openRuntime()
  // A token needs no network, and nothing is sent in ten seconds.
  setCredential(runtime, account.id, { kind: 'token', accessToken: 'a token' })
  setPreferences(runtime, { undoSeconds: 10 })
  if (addMs !== null) void extendSession(runtime, row, { addMs }, 10_000)
  const gate = gatesOf(runtime).of(row.ref)
  const screen = await render(
    <Surroundings runtime={runtime}>
      <StopDialog row={row} onClose={vi.fn()} />
    </Surroundings>,
  )
  const undo = () => {
    for (const { id } of gate.getView().waiting) gate.cancel(id)
  }
  return { screen, undo }
}

test('the question about a stop names the extension that waits, and its line stays', async () => {
  const { screen, undo } = await setUp(45 * 60_000)
  await expect
    .element(
      screen.getByText('The waiting extension of 45 min is dropped. Undo brings it back.'),
    )
    .toBeVisible()
  const place = () =>
    screen.getByRole('button', { name: 'Stop session' }).element().getBoundingClientRect().top
  const before = place()
  undo()
  await expect
    .element(screen.getByText("The extension isn't waiting anymore", { exact: false }))
    .toBeVisible()
  expect(place()).toBe(before)
})

test('without an extension the question about a stop mentions none', async () => {
  const { screen } = await setUp(null)
  await expect.element(screen.getByText("can't be restarted", { exact: false })).toBeVisible()
  expect(screen.getByText('extension', { exact: false }).elements()).toEqual([])
})
