import { beforeEach, describe, expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import '../../index.css'
import { account, ENDPOINT, Surroundings } from '../../test-support/screen.tsx'
import { type Account, accountsStore } from '../../accounts/accounts.ts'
import { setCredential, credentialsStore } from '../../accounts/credentials.ts'
import { reportInForm, createIntentsStore } from '../../starts/create-intents-table.ts'
import { startPlansStore } from '../../starts/start-plans-table.ts'
import { unsentActionsStore } from '../../sessions/unsent-actions-table.ts'
import { type CreateIntent, newCreateIntent } from '../../starts/create-intent.ts'
import { beforeSend } from '../../starts/create-outcomes.ts'
import { newStartPlan, type StartPlan } from '../../starts/start-plan.ts'
import type { UnsentAction } from '../../sessions/unsent-action.ts'
import { StartProgress } from './start-progress.tsx'
import { NoticeList } from '../alerts/notice-list.tsx'
import { useNotices } from '../alerts/use-notices.ts'
import { type ObservedSession, listKey } from '../../sessions/session-list.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'

/** What is under way or in doubt, whatever state it and its account are in. */

const intent = (change: Partial<CreateIntent> = {}): CreateIntent => ({
  ...newCreateIntent(
    {
      id: 'i',
      accountId: 'account',
      endpoint: ENDPOINT,
      apiVersion: '2021-01-01',
      wanted: { id: 'crane', size: 'Standard', leaseMs: 3_600_000, models: [] },
    },
    Date.now(),
  ),
  ...change,
})
const plan = (change: Partial<StartPlan> = {}): StartPlan => {
  const place = {
    accountId: 'account',
    endpoint: ENDPOINT,
    apiVersion: '2021-01-01' as const,
    size: 'Standard',
  }
  const wanted = { id: 'crane', leaseMs: 3_600_000, models: [] }
  const candidates = [place, { ...place, size: 'Premium' }]
  return {
    ...newStartPlan({ id: 'p', wanted, candidates, replaces: null }, Date.now()),
    ...change,
  }
}

let runtime = openRuntime()

function AllNotices() {
  return <NoticeList notices={useNotices().notices} rows={new Map()} />
}

const show = (...rows: (CreateIntent | StartPlan)[]) => {
  const plans = rows.filter((row): row is StartPlan => 'candidates' in row)
  const intents = rows.filter((row): row is CreateIntent => !('candidates' in row))
  startPlansStore(runtime).setState({ rows: new Map(plans.map((row) => [row.id, row])) })
  createIntentsStore(runtime).setState({ rows: new Map(intents.map((row) => [row.id, row])) })
  return render(
    <Surroundings runtime={runtime}>
      <AllNotices />
    </Surroundings>,
  )
}

beforeEach(async () => {
  runtime = openRuntime()
  accountsStore(runtime).setState({ accounts: [account] })
  setCredential(runtime, 'account', { kind: 'key', accountKey: 'abc=' })
})

describe('a create', () => {
  test('that is under way is shown, with Undo, unless its form shows it', async () => {
    const screen = await show(beforeSend(intent(), 1))
    await expect.element(screen.getByText(/requested/)).toBeVisible()
    await expect
      .element(screen.getByRole('button', { name: 'Undo the start of crane' }))
      .toBeVisible()
    reportInForm(runtime, ['i'])
    await expect.element(screen.getByRole('listitem')).not.toBeInTheDocument()
  })

  test('that waits to be sent says when, with Undo, in a tab without its form', async () => {
    const screen = await show(intent({ undoMs: 9000 }))
    await expect.element(screen.getByText(/^Starting crane, sends in \d s$/)).toBeVisible()
    await screen.getByRole('button', { name: 'Undo the start of crane' }).click()
    await expect.element(screen.getByText(/sends in/)).not.toBeInTheDocument()
    expect(createIntentsStore(runtime).getState().rows.get('i')?.isCancelled).toBe(true)
  })

  test('in doubt says so, and can be canceled', async () => {
    const screen = await show({ ...beforeSend(intent(), 1), failure: 'timeout' })
    await expect.element(screen.getByText(/confirming \(attempt/)).toBeVisible()
    await screen.getByRole('button', { name: 'Undo the start of crane' }).click()
    await expect.element(screen.getByText(/confirming that it isn't running/)).toBeVisible()
  })

  test('of v1 that waits for its list says that nothing was sent', async () => {
    accountsStore(runtime).setState({ accounts: [{ ...account, apiVersion: 'v1' }] })
    const screen = await show(intent({ apiVersion: 'v1', failure: 'network' }))
    await expect.element(screen.getByText(/preparing/)).toBeVisible()
  })

  test.each<[Partial<CreateIntent>, RegExp]>([
    [{ end: 'not-created', failure: 'network' }, /Couldn't start .*connection/],
    [{ end: 'refused', attempts: 1, failure: 'throttled' }, /Couldn't start .*Rate limit/],
    [
      { end: 'refused', attempts: 1, failure: 'conflict' },
      /belongs to a session with other settings/,
    ],
  ])('that was not started says why, and can be filled in again: %j', async (change, text) => {
    const screen = await show(intent(change))
    await expect.element(screen.getByText(text)).toBeVisible()
    await expect.element(screen.getByRole('link', { name: 'Edit and retry' })).toBeVisible()
  })

  test('is shown only in its open form, unless its session may run', async () => {
    const stopTelling = reportInForm(runtime, ['i', 'j'])
    const inDoubt = { ...beforeSend(intent({ id: 'j' }), 1), failure: 'timeout' as const }
    const screen = await show(intent({ end: 'refused', failure: 'forbidden' }), inDoubt)
    await expect.element(screen.getByText(/confirming \(attempt/)).toBeVisible()
    expect(screen.getByText(/wasn't started|Couldn't start/).elements()).toEqual([])
    stopTelling()
    await expect.element(screen.getByText(/wasn't started|Couldn't start/)).toBeVisible()
  })

  test('of a locked account asks for the key', async () => {
    credentialsStore(runtime).setState({ byAccount: {} })
    const screen = await show(beforeSend(intent(), 1))
    await expect.element(screen.getByText(/unlock the account to check/)).toBeVisible()
  })

  test('of a removed account says that its outcome is lost, and can be dismissed', async () => {
    accountsStore(runtime).setState({ accounts: [] })
    const screen = await show(beforeSend(intent(), 1))
    await expect.element(screen.getByText(/its account was removed/)).toBeVisible()
    await screen.getByRole('button', { name: /^Dismiss/ }).click()
    await expect.element(screen.getByRole('listitem')).not.toBeInTheDocument()
  })

  test.each<[string, Partial<Account>]>([
    ['another account of the service', { accountId: '0f00ba5e-2025-4930-9a11-0f00ba5eba11' }],
    ['another API version', { apiVersion: 'v1' }],
    ['without this region', { endpoints: [] }],
  ])('of an account that was edited is not asked of %s', async (_what, change) => {
    accountsStore(runtime).setState({ accounts: [{ ...account, ...change }] })
    const screen = await show({
      ...beforeSend(intent(), 1),
      serviceAccountId: account.accountId,
    })
    await expect.element(screen.getByText(/removed or changed/)).toBeVisible()
  })

  test.each<[Partial<StartPlan>, boolean]>([
    [{}, false],
    [{ end: 'halted', isDismissed: true }, true],
  ])(
    'of a plan %j is shown by the plan alone until the plan has ended: %s',
    async (change, isTold) => {
      const own = { ...beforeSend(intent({ id: 'p 0' }), 1), failure: 'timeout' as const }
      const screen = await show(plan(change), own)
      await expect
        .poll(() => screen.getByText(/confirming \(attempt/).elements().length)
        .toBe(isTold ? 1 : 0)
    },
  )

  test.each([
    [0, 'the console closed first'],
    [2, "isn't running: it wasn't created, or it already ended"],
  ])('that came to nothing after %d tries can be filled in again', async (attempts, text) => {
    const screen = await show(intent({ attempts, end: 'not-created' }))
    await expect.element(screen.getByText(new RegExp(text))).toBeVisible()
    await expect
      .element(screen.getByRole('link', { name: 'Edit and retry' }))
      .toHaveAttribute('href', '/sessions/new')
  })
})

describe('a start of several steps', () => {
  test('shows the state of each candidate, and can be stopped', async () => {
    const screen = await show(
      plan({ failures: [{ kind: 'session', message: 'No server is left.' }] }),
    )
    await expect
      .element(screen.getByText(/Standard in westeurope: No server is left\./))
      .toBeVisible()
    await expect.element(screen.getByText(/Premium in westeurope: queued/)).toBeVisible()
    await screen.getByRole('button', { name: 'Cancel: Starting crane' }).click()
    await expect.element(screen.getByText(/Canceling/)).toBeVisible()
  })

  test('without progress asks before it goes on', async () => {
    const screen = await show(plan({ isPaused: true }))
    await expect.element(screen.getByText(/Continue\?/)).toBeVisible()
    await screen.getByRole('button', { name: 'Continue: Starting crane' }).click()
    await expect.element(screen.getByText(/Continue\?/)).not.toBeInTheDocument()
  })

  test('says that it waits for a key', async () => {
    credentialsStore(runtime).setState({ byAccount: {} })
    const screen = await show(plan())
    await expect
      .element(screen.getByText(/Waiting for the account to be unlocked/))
      .toBeVisible()
  })

  test('whose account was removed says so, and can be dismissed for good', async () => {
    accountsStore(runtime).setState({ accounts: [] })
    const screen = await show(plan())
    await expect.element(screen.getByText(/nothing more happens here/)).toBeVisible()
    await screen.getByRole('button', { name: 'Dismiss: Start of crane not confirmed' }).click()
    await expect
      .element(screen.getByText('Start of crane not confirmed'))
      .not.toBeInTheDocument()
    expect(startPlansStore(runtime).getState().rows.get('p')).toMatchObject({ end: 'halted' })
  })

  test('that could not reach a candidate asks whether to try it again', async () => {
    const none = intent({ id: 'p 0', attempts: 3, end: 'not-created', failure: 'network' })
    const screen = await show(plan({ isPaused: true }), none)
    await expect.element(screen.getByText(/Try again\?/)).toBeVisible()
    await screen.getByRole('button', { name: 'Continue: Starting crane' }).click()
    await expect.element(screen.getByText(/Standard in westeurope: queued/)).toBeVisible()
  })

  test('never says of a create in doubt that it was not started', async () => {
    const own = beforeSend(intent({ id: 'p 0' }), 1)
    const screen = await show(plan({ end: 'lapsed' }), own)
    await expect.element(screen.getByText(/outcome unknown/)).toBeVisible()
  })

  test('whose session ended early says so', async () => {
    const own = intent({ id: 'p 0', attempts: 1, end: 'adopted', sessionIds: ['crane'] })
    const screen = await show(plan({ end: 'lost' }), own)
    await expect
      .element(screen.getByText('Standard in westeurope: ended before becoming Ready'))
      .toBeVisible()
  })

  test('that a tab could not store says that its outcome is unknown', async () => {
    const screen = await show(plan({ end: 'unclear' }))
    await expect.element(screen.getByText(/couldn't record whether/)).toBeVisible()
  })

  test('whose ID was taken names it', async () => {
    const own = intent({ id: 'p 0', attempts: 1, end: 'adopted', wasThere: true })
    const screen = await show(plan({ end: 'taken' }), own)
    await expect.element(screen.getByText(/^crane is already used/)).toBeVisible()
  })

  test('that succeeded is no longer shown', async () => {
    const screen = await show(plan({ end: 'done' }))
    await expect.element(screen.getByRole('listitem')).not.toBeInTheDocument()
  })
})

describe('the summary of a start with fallbacks', () => {
  const summary = (change: Partial<StartPlan>) => {
    const known = plan(change)
    const { wanted, candidates } = known
    const places = candidates.map(({ size }) => ({
      ref: { account, endpoint: ENDPOINT },
      size,
    }))
    startPlansStore(runtime).setState({ rows: new Map([[known.id, known]]) })
    const start = { id: known.id, wanted: { ...wanted, candidates: places, replaces: null } }
    return render(
      <Surroundings runtime={runtime}>
        <StartProgress starts={[start]} onRetry={() => {}} />
      </Surroundings>,
    )
  }

  test('names the end and what to do when every option failed, and no longer says that it continues', async () => {
    const message = 'No capacity'
    const failures = [1, 2].map(() => ({ kind: 'session' as const, message }))
    const screen = await summary({ end: 'failed', failures })
    await expect
      .poll(() => screen.getByRole('status').element().textContent)
      .toMatch(/No session was started\. Try other regions or sizes/)
    expect(screen.getByText(/The start continues/).elements()).toEqual([])
  })

  test('tells a screen reader of the end where it told of the progress', async () => {
    const screen = await summary({})
    const status = screen.getByRole('status').element()
    const end = plan({ end: 'failed', failures: [] })
    startPlansStore(runtime).setState({ rows: new Map([[end.id, end]]) })
    await expect
      .poll(() => screen.getByRole('status').element().textContent)
      .toMatch(/All options failed/)
    expect(screen.getByRole('status').element()).toBe(status)
  })

  test('says that the start continues while it does', async () => {
    const screen = await summary({})
    await expect.element(screen.getByText(/The start continues/)).toBeVisible()
  })

  test.each<[string, Partial<StartPlan>]>([
    ['is being canceled', { isHalted: true }],
    ['is paused', { isPaused: true }],
  ])('does not say that a start continues while it %s', async (_how, change) => {
    const screen = await summary(change)
    await expect.element(screen.getByText(/Standard in westeurope/)).toBeVisible()
    expect(screen.getByText(/The start continues/).elements()).toEqual([])
  })
})

describe('the summary of a single start', () => {
  const summary = (known: CreateIntent | null, session: ObservedSession | null = null) => {
    createIntentsStore(runtime).setState({ rows: new Map(known ? [[known.id, known]] : []) })
    const key = listKey({ account, endpoint: ENDPOINT })
    runtime.queryClient.setQueryData(key, { sessions: session ? [session] : [] })
    const { wanted } = intent()
    const start = {
      id: 'i',
      wanted: {
        ...wanted,
        candidates: [{ ref: { account, endpoint: ENDPOINT }, size: 'Standard' }],
        replaces: null,
      },
    }
    return render(
      <Surroundings runtime={runtime}>
        <StartProgress starts={[start]} onRetry={() => {}} />
      </Surroundings>,
    )
  }

  const aSession = (status: string) => observedSession({ id: 'crane', status })
  const adopted = intent({ attempts: 1, end: 'adopted', sessionIds: ['crane'] })

  test.each<[string, CreateIntent, ObservedSession | null]>([
    ['is requested', beforeSend(intent(), 1), null],
    ['is Starting', adopted, aSession('Starting')],
  ])('says that the start continues while it %s', async (_state, known, session) => {
    const screen = await summary(known, session)
    await expect.element(screen.getByText(/The start continues/)).toBeVisible()
  })

  test.each<[string, CreateIntent | null, ObservedSession | null]>([
    ['is Ready', adopted, aSession('Ready')],
    ['has ended', adopted, aSession('Error')],
    ['was there before', { ...adopted, wasThere: true }, null],
    ['is being undone', intent({ attempts: 1, isCancelled: true }), null],
    ['was not stored', null, null],
  ])('does not say that it continues once it %s', async (_state, known, session) => {
    const screen = await summary(known, session)
    await expect.element(screen.getByRole('heading', { name: /crane/ })).toBeVisible()
    expect(screen.getByText(/The start continues/).elements()).toEqual([])
  })
})

const wish = (part: Partial<UnsentAction>): UnsentAction => ({
  id: 'w',
  accountId: 'account',
  endpoint: ENDPOINT,
  apiVersion: '2021-01-01',
  kind: 'extend',
  sessionId: 'crane',
  addMs: 900_000,
  createdAtMs: 0,
  sentAtMs: null,
  end: 'left-behind',
  isDismissed: false,
  ...part,
})

test.each<[string, Partial<UnsentAction>, RegExp | null]>([
  ['an addition that never left', {}, /crane wasn't extended by 15/],
  ['a total that never left', { addMs: null }, /crane wasn't extended\. The page was closed/],
  ['an addition whose answer nobody saw', { sentAtMs: 1 }, /may have been extended/],
  ['a stop that never left', { kind: 'stop', addMs: null }, /wasn't stopped and may/],
  ['a stop whose end nobody saw', { kind: 'stop', sentAtMs: 1 }, /may still be running/],
  ['one that its tab saw to the end', { end: 'over' }, null],
  ['one that is under way', { end: null }, null],
])('names what was cut off with its tab: %s', async (_what, part, text) => {
  unsentActionsStore(runtime).setState({ rows: new Map([['w', wish(part)]]) })
  const screen = await render(
    <Surroundings runtime={runtime}>
      <AllNotices />
    </Surroundings>,
  )
  if (text === null) await expect.element(screen.getByRole('listitem')).not.toBeInTheDocument()
  else await expect.element(screen.getByText(text)).toBeVisible()
})

test('an action that was cut off is named until it is dismissed', async () => {
  unsentActionsStore(runtime).setState({ rows: new Map([['w', wish({})]]) })
  const screen = await render(
    <Surroundings runtime={runtime}>
      <AllNotices />
    </Surroundings>,
  )
  await screen.getByRole('button', { name: /Dismiss/ }).click()
  await expect.element(screen.getByRole('listitem')).not.toBeInTheDocument()
  expect(unsentActionsStore(runtime).getState().rows.get('w')?.isDismissed).toBe(true)
})
