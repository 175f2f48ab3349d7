import { nameOf } from './stage.mjs'

/**
 * Every page, dialog, and state of the console that is pictured. Controls are found by their
 * messages in the catalog and addresses, so that a new wording or place doesn't break the script.
 */

/**
 * @typedef {{
 *   name: string,
 *   stored?: Record<string, unknown>,
 *   isAxeOff?: boolean,
 *   go: (stage: import('./stage.mjs').Stage) => Promise<unknown>,
 * }} State `go` brings the page into the state; `stored`: what local storage holds before
 */

const HOST = 'remoterendering.westeurope.simulator.test'

const PREFERENCES = {
  'rrc.preferences': {
    currency: 'EUR',
    standardPerHour: 3.5,
    premiumPerHour: 12,
    budgetPerDay: 250,
  },
}

/** An account whose key isn't in memory: its regions are those of the simulator. */
const LOCKED_ACCOUNT = {
  'rrc.accounts': [
    {
      id: 'studio',
      name: 'Studio',
      accountId: '3f0a4bb2-6f5e-4a25-9a0e-1c6f3a4f0b11',
      accountDomain: 'simulator.test',
      stsOrigin: 'https://sts.simulator.test',
      endpoints: [`https://${HOST}`],
      apiVersion: '2021-01-01',
      credentialKind: 'key',
    },
  ],
}

/** The account whose key isn't in memory, beside the simulator, which runs since an earlier visit. */
const LOCKED_BESIDE_SIMULATOR = { ...LOCKED_ACCOUNT, 'rrc.simulator': {} }

/** Returns the address of a session of the simulator. */
function sessionPath(id, rest = '', host = HOST) {
  return `/sessions/simulator/${host}/${id}${rest}?simulator`
}

/** @type {State[]} */
const LIST = [
  { name: 'welcome', go: ({ go }) => go('/', 2) },
  { name: 'list', stored: PREFERENCES, go: ({ go }) => go('/?simulator') },
  {
    name: 'list-compact',
    stored: { 'rrc.preferences': { density: 'compact' } },
    go: ({ go }) => go('/?simulator&sessions=60'),
  },
  // With this seed, every first answer comes late.
  { name: 'list-loading', go: ({ go }) => go('/?simulator&scenario=stall&seed=1541', 1) },
  {
    name: 'list-selected',
    stored: PREFERENCES,
    go: ({ go }) => go(sessionPath('studio-a-review')),
  },
  {
    name: 'list-pending',
    go: async ({ go, row, pass, isPhone }) => {
      await go('/?simulator')
      const extend = row('crane-model-check').getByRole('button', {
        name: nameOf('extend.byMinutesOf', { id: 'crane-model-check', minutes: 15 }),
      })
      await press(extend, isPhone)
      await press(extend, isPhone)
      await pass(0.5)
    },
  },
  {
    name: 'list-stop-pending',
    go: async (stage) => {
      await stage.go('/?simulator')
      await stopFromRow(stage, 'crane-model-check')
      await stage.pass(1)
    },
  },
  {
    name: 'extend-menu',
    stored: PREFERENCES,
    go: async ({ go, row, pass, isPhone }) => {
      await go('/?simulator')
      await press(
        row('studio-a-review').getByRole('button', {
          name: nameOf('extend.menuOf', { id: 'studio-a-review' }),
        }),
        isPhone,
      )
      await pass(0.5)
    },
  },
  {
    name: 'notices',
    stored: PREFERENCES,
    go: (stage) => openNotices(stage, '/?simulator'),
  },
  {
    name: 'notices-faults',
    stored: PREFERENCES,
    go: (stage) => openNotices(stage, '/?simulator&scenario=region-down'),
  },
  {
    name: 'list-extended',
    go: async ({ go, row, pass, isPhone }) => {
      await go('/?simulator')
      await press(
        row('crane-model-check').getByRole('button', {
          name: nameOf('extend.byMinutesOf', { id: 'crane-model-check', minutes: 15 }),
        }),
        isPhone,
      )
      await pass(12)
    },
  },
  { name: 'list-empty', go: ({ go }) => go('/?simulator&sessions=0') },
  {
    name: 'list-no-match',
    go: ({ go }) => go('/?simulator&q=nothing-like-this'),
  },
  { name: 'list-locked', stored: LOCKED_ACCOUNT, go: ({ go }) => go('/', 4) },
  {
    name: 'list-partly-locked',
    stored: LOCKED_BESIDE_SIMULATOR,
    go: ({ go }) => go('/'),
  },
  {
    name: 'list-offline',
    // Its account needs the network, unlike the simulator.
    stored: LOCKED_BESIDE_SIMULATOR,
    go: async ({ go, page, pass }) => {
      await go('/')
      await page.context().setOffline(true)
      await pass(70)
    },
  },
  { name: 'list-partial', go: ({ go }) => go('/?simulator&scenario=region-down', 15) },
  // With this seed, the first answers of some regions come late.
  { name: 'list-stalled', go: ({ go }) => go('/?simulator&scenario=stall&seed=99', 12) },
  { name: 'list-throttled', go: ({ go }) => go('/?simulator&scenario=throttled', 40) },
  { name: 'list-forbidden', go: ({ go }) => go('/?simulator&scenario=forbidden', 10) },
  { name: 'list-malformed', go: ({ go }) => go('/?simulator&scenario=malformed&seed=2', 10) },
  { name: 'list-clock-skew', go: ({ go }) => go('/?simulator&scenario=clock-skew', 12) },
  {
    name: 'list-unknown-status',
    go: ({ go }) => go('/?simulator&scenario=unknown-status', 12),
  },
  { name: 'list-strange-texts', go: ({ go }) => go('/?simulator&scenario=strange-texts', 12) },
  { name: 'list-2000', go: ({ go }) => go('/?simulator&sessions=2000', 12) },
]

/** @type {State[]} */
const SESSIONS = [
  { name: 'session', stored: PREFERENCES, go: ({ go }) => go(sessionPath('studio-a-review')) },
  {
    name: 'session-ending',
    stored: PREFERENCES,
    go: ({ go }) => go(sessionPath('anna-debug', '', HOST.replace('westeurope', 'eastus'))),
  },
  {
    name: 'session-raw',
    go: async ({ go, page, pass }) => {
      await go(sessionPath('studio-a-review'))
      await page.getByText(nameOf('session.raw')).first().click()
      await pass(0.5)
      await page.locator('pre').first().scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'session-locked',
    stored: LOCKED_ACCOUNT,
    go: ({ go }) => go(`/sessions/studio/${HOST}/studio-a-review`, 4),
  },
  { name: 'session-unknown', go: ({ go }) => go(sessionPath('no-such-session'), 20) },
  {
    name: 'session-unknown-account',
    go: ({ go }) => go(`/sessions/nobody/${HOST}/studio-a-review?simulator`),
  },
  {
    name: 'extend-form',
    stored: PREFERENCES,
    go: ({ go }) => go(sessionPath('studio-a-review', '/extend')),
  },
  {
    name: 'replace-form',
    stored: PREFERENCES,
    go: ({ go }) => go(sessionPath('studio-a-review', '/replace')),
  },
  {
    name: 'stop-dialog',
    go: async ({ go, row, pass, isPhone }) => {
      await go('/?simulator')
      await press(
        row('studio-a-review').getByRole('button', {
          name: nameOf('stop.of', { id: 'studio-a-review' }),
        }),
        isPhone,
      )
      await pass(0.5)
    },
  },
  { name: 'create-form', stored: PREFERENCES, go: ({ go }) => go('/sessions/new?simulator') },
  {
    name: 'create-errors',
    go: async ({ go, field, button, pass }) => {
      await go('/sessions/new?simulator')
      await field('create.id').fill('not allowed!')
      await field('create.lease').fill('25:00')
      await button('create.submit').click()
      await pass(0.5)
    },
  },
  {
    name: 'create-running',
    go: async ({ go, field, button, pass }) => {
      await go('/sessions/new?simulator')
      await field('create.id').fill('expo-main-stage')
      await button('create.submit').click()
      await pass(3)
    },
  },
  {
    name: 'create-batch',
    go: async ({ go, field, button, pass }) => {
      await go('/sessions/new?simulator')
      await field('create.id').fill('class-{n}')
      await field('create.count').fill('5')
      await button('create.submit').click()
      await pass(9)
    },
  },
  {
    name: 'create-no-capacity',
    go: async ({ go, field, button, pass }) => {
      await go('/sessions/new?simulator&scenario=no-capacity')
      await field('create.id').fill('expo-main-stage')
      await button('fallback.add').click()
      await button('create.submit').click()
      await pass(30)
    },
  },
]

/** @type {State[]} */
const VIEWS = [
  { name: 'timeline', stored: PREFERENCES, go: ({ go }) => go('/?simulator&view=timeline') },
  {
    name: 'timeline-many',
    go: ({ go }) => go('/?simulator&sessions=60&view=timeline'),
  },
  { name: 'history-empty', go: ({ go }) => go('/history?simulator') },
  { name: 'history', stored: PREFERENCES, go: (stage) => endSome(stage) },
  {
    name: 'history-details',
    stored: PREFERENCES,
    go: async (stage) => {
      await endSome(stage)
      await stage.page
        .locator('[role="complementary"] summary, [role="main"] summary')
        .first()
        .click()
      await stage.pass(0.25)
    },
  },
  { name: 'activity', go: ({ go }) => go('/activity?simulator&scenario=flaky', 60) },
  {
    name: 'activity-no-match',
    go: async ({ go, field, pass }) => {
      await go('/activity?simulator', 6)
      await field('calls.filter').fill('nothing-like-this')
      await pass(0.5)
    },
  },
  { name: 'settings', stored: PREFERENCES, go: ({ go }) => go('/settings?simulator') },
  {
    name: 'settings-errors',
    go: async ({ go, field, pass }) => {
      await go('/settings?simulator')
      await field('settings.extendSteps').fill('15, x')
      await field('settings.budget').fill('a lot')
      await pass(0.5)
    },
  },
  { name: 'accounts', stored: LOCKED_BESIDE_SIMULATOR, go: ({ go }) => go('/accounts') },
  { name: 'account', go: ({ go }) => go('/accounts/simulator?simulator') },
  {
    name: 'account-tested',
    go: async ({ go, button, pass }) => {
      await go('/accounts/simulator?simulator')
      await button('test.action').click()
      await pass(20)
    },
  },
  {
    name: 'account-locked',
    stored: LOCKED_BESIDE_SIMULATOR,
    go: ({ go }) => go('/accounts/studio'),
  },
  {
    name: 'token-failure',
    stored: LOCKED_BESIDE_SIMULATOR,
    go: async ({ go, page, button, pass }) => {
      await go('/accounts/studio')
      await page.getByRole('textbox', { name: nameOf('account.key') }).fill('d3Jvbmcta2V5')
      await button('account.useKey').click()
      await pass(12)
    },
  },
  { name: 'account-form', go: ({ go }) => go('/accounts/new?simulator', 3) },
  {
    name: 'account-form-errors',
    go: async ({ go, button, pass }) => {
      await go('/accounts/new', 3)
      await button('account.add').click()
      await pass(0.5)
    },
  },
  { name: 'account-edit', go: ({ go }) => go('/accounts/simulator/edit?simulator') },
  { name: 'simulator', go: ({ go }) => go('/simulator?simulator') },
  { name: 'simulator-off', go: ({ go }) => go('/simulator', 3) },
  {
    name: 'simulator-asked',
    stored: LOCKED_ACCOUNT,
    go: ({ go }) => go('/?simulator&scenario=flaky', 3),
  },
  { name: 'not-found', go: ({ go }) => go('/no/such/page?simulator') },
  {
    // The part's code can't be fetched, as after an update of the server.
    name: 'part-crash',
    go: async ({ go, page }) => {
      await page.route(/panels-/, (route) => route.abort())
      await go('/settings', 8)
    },
  },
]

/** All states, in the order of the contact sheet. */
export const STATES = [...LIST, ...SESSIONS, ...VIEWS]

/** Clicks or taps. */
function press(locator, isPhone) {
  return isPhone ? locator.first().tap() : locator.first().click()
}

/** Opens the drawer of notices. */
async function openNotices({ go, page, pass, isPhone }, path) {
  await go(path, 15)
  const opener = page.getByRole('region', { name: nameOf('notice.region') })
  await press(opener.locator('[aria-haspopup="dialog"]'), isPhone)
  await pass(0.5)
}

/** Stops a session from its row, and confirms it. */
async function stopFromRow({ page, pass, row, isPhone }, id) {
  await press(row(id).getByRole('button', { name: nameOf('stop.of', { id }) }), isPhone)
  await pass(0.5)
  await press(
    page.getByRole('dialog').getByRole('button', { name: nameOf('stop.confirm') }),
    isPhone,
  )
}

/** Lets two sessions expire, stops a third, and opens the history. */
async function endSome(stage) {
  await stage.go('/?simulator')
  await stopFromRow(stage, 'crane-model-check')
  await stage.pass(20)
  await stage.pass(520, 1000)
  await stage.go('/history', 2)
}
