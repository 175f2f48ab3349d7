import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import '../../index.css'
import { setCredential } from '../../accounts/credentials.ts'
import { gatesOf } from '../../calls/gates.ts'
import { setPreferences } from '../../runtime/preferences.ts'
import { toRow } from '../../sessions/fleet-model.ts'
import { sessionProgress, pendingActionsStore } from '../../sessions/pending-actions.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { COLUMNS } from './columns.tsx'
import { SessionRow } from './session-row.tsx'

/** Whatever a hand does to a row, what is pending is the sum of what was clicked. */

const MINUTE = 60_000
const ref = { account, endpoint: ENDPOINT }
const row = toRow(ref, observedSession({ id: 'one' }))

const step = fc.constantFrom('15', '15', '30', '60', 'undo', 'stop', 'cancel stop')
const by = fc.constantFrom('click', 'key')

/** Uses a control as a mouse does, or as Enter does: a key first needs the focus. */
function use(control: HTMLElement, how: 'click' | 'key') {
  if (how === 'key') control.focus()
  control.click()
}

async function setUp() {
  await page.viewport(1440, 600)
  const runtime = openRuntime()
  // A token needs no network, and nothing is sent in ten seconds.
  setCredential(runtime, account.id, { kind: 'token', accessToken: 'a token' })
  setPreferences(runtime, { undoSeconds: 10 })
  const { container } = await render(
    <Surroundings runtime={runtime}>
      <table>
        <tbody>
          <SessionRow
            row={row}
            index={0}
            topPx={0}
            heightPx={40}
            columns={COLUMNS}
            isSelected={false}
            standing="live"
            isTabStop
          />
        </tbody>
      </table>
    </Surroundings>,
  )
  const find = (name: string) =>
    container.querySelector<HTMLElement>(`[aria-label="${name}"]`) ?? undefined
  const gate = gatesOf(runtime).of(ref)
  const pending = () =>
    sessionProgress(pendingActionsStore(runtime).getState(), row.key, gate.getView().waiting)
  return { runtime, find, gate, pending }
}

async function answerDialog(name: 'Stop session' | 'Cancel') {
  const button = await vi.waitUntil(
    () =>
      [...document.querySelectorAll<HTMLElement>('dialog[open] button')].find(
        ({ textContent }) => textContent === name,
      ),
    // The dialog's code is fetched when it is first needed.
    { timeout: 20_000 },
  )
  button.click()
  await vi.waitUntil(() => document.querySelector('dialog') === null)
}

test('any sequence of clicks and keys on one row sums to what was clicked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, by), { maxLength: 7 }), async (steps) => {
      const { runtime, find, gate, pending } = await setUp()
      const placeOf = (name: string) => find(name)?.getBoundingClientRect().toJSON() as unknown
      const names = ['Extend one by 15 minutes', 'More ways to extend one', 'Stop one']
      // The first layout asks for the fonts, whose texts have other widths.
      names.map(placeOf)
      await document.fonts.ready
      const places = names.map(placeOf)
      find('Extend one by 15 minutes')?.focus()
      let sumMin = 0
      /** What waited when a stop was asked for; its undo brings it back. */
      let setAsideMin = 0
      let isStopping = false
      for (const [what, how] of steps) {
        const undo = find('Undo for one')
        if (what === 'undo') {
          if (undo) {
            use(undo, how)
            sumMin = isStopping ? setAsideMin : 0
            isStopping = false
          }
        } else if (what === 'stop' || what === 'cancel stop') {
          const stop = find('Stop one')
          if (stop) use(stop, 'key')
          if (!isStopping) {
            await answerDialog(what === 'stop' ? 'Stop session' : 'Cancel')
            expect(document.activeElement).toBe(stop)
            isStopping = what === 'stop'
            if (isStopping) {
              setAsideMin = sumMin
              sumMin = 0
            }
          }
        } else {
          const main = what === '15' ? find('Extend one by 15 minutes') : undefined
          if (!main) find('More ways to extend one')?.click()
          const control =
            main ??
            (await vi.waitUntil(() =>
              document.querySelector<HTMLElement>(
                `[role="menuitem"][aria-label="Extend one by ${what} minutes"]`,
              ),
            ))
          use(control, how)
          if (how === 'key') expect(document.activeElement).toBe(control)
          if (!isStopping) sumMin += Number(what)
          if (!main) find('More ways to extend one')?.click()
        }
        await vi.waitUntil(() => {
          const now = pending()
          if (isStopping) return now?.kind === 'stop'
          if (sumMin === 0) return now === null && find('Undo for one') === undefined
          const { progress } = now ?? {}
          return progress?.phase === 'waiting' && progress.addMs === sumMin * MINUTE
        })
        // Nothing has moved, and what had the focus still has it, or has passed it on.
        expect(names.map(placeOf)).toEqual(places)
        if (how === 'key') expect(document.activeElement).not.toBe(document.body)
      }
      for (const { id } of gate.getView().waiting) gate.cancel(id)
      await cleanup()
      gatesOf(runtime).dispose()
    }),
    { seed: 1, numRuns: 25 },
  )
}, 60_000)
