import { Suspense } from 'react'
import { Route, Routes } from 'react-router'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import '../../index.css'
import { accountsStore } from '../../accounts/accounts.ts'
import { setCredential } from '../../accounts/credentials.ts'
import { paths, patterns } from '../../paths.ts'
import { FleetProvider } from '../../sessions/fleet.tsx'
import { listKey, type SessionList } from '../../sessions/session-list.ts'
import { newCreateIntent } from '../../starts/create-intent.ts'
import { createMemoryConsoleDb } from '../../test-support/memory-rows.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import ReplacePage from './replace-page.tsx'

/** The page that replaces a session, opened by its address. */

const v1 = { ...account, apiVersion: 'v1' as const }
const list: SessionList = {
  sessions: [observedSession({ id: 'crane' })],
  unreadable: [],
  isIncomplete: false,
  isUnderWay: false,
  clock: null,
  receivedAtMs: Date.now(),
  setBackMs: 0,
  msCv: null,
}

test('the models of the session are in the form when the list comes before what is stored', async () => {
  const database = createMemoryConsoleDb()
  const wanted = { id: '', size: 'Standard', leaseMs: 60_000, models: ['https://m.test/crane'] }
  const key = { accountId: v1.id, endpoint: ENDPOINT, apiVersion: v1.apiVersion }
  const intent = newCreateIntent({ ...key, id: 'i', wanted }, Date.now())
  await database.put('createIntents', [{ ...intent, end: 'adopted', sessionIds: ['crane'] }])
  const runtime = openRuntime({ browser: { database } })
  accountsStore(runtime).setState({ accounts: [v1] })
  setCredential(runtime, v1.id, { kind: 'key', accountKey: 'abc=' })
  runtime.queryClient.setQueryData(listKey({ account: v1, endpoint: ENDPOINT }), list)

  const screen = await render(
    <Surroundings runtime={runtime} entries={[paths.replaceSession(v1.id, ENDPOINT, 'crane')]}>
      <FleetProvider>
        <Suspense>
          <Routes>
            <Route path={patterns.replaceSession} element={<ReplacePage />} />
          </Routes>
        </Suspense>
      </FleetProvider>
    </Surroundings>,
  )
  await expect
    .element(screen.getByRole('textbox', { name: 'Models to preload' }))
    .toHaveValue('https://m.test/crane')
})
