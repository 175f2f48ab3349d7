import * as fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { SET_ASIDE_KEY } from '../util/parse-stored.ts'
import { poisonedText } from '../test-support/poisoned-values.ts'
import {
  type Account,
  followAccountsElsewhere,
  putAccount,
  accountsStore,
} from '../accounts/accounts.ts'
import {
  followPreferencesElsewhere,
  type Preferences,
  setPreferences,
  preferencesStore,
} from './preferences.ts'
import {
  followAutoExtendRulesElsewhere,
  setAutoExtendRule,
  autoExtendRulesStore,
} from '../monitor/auto-extend-rules.ts'
import { storedSimulatorOptions } from '../accounts/simulated-account.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import { storageHealthStore } from './storage-health.ts'
import { createStorage } from '../util/storage.ts'
import { createFakeWebStorage } from '../test-support/fake-web-storage.ts'

/** Web storage can contain anything: data of an older or newer version, or edited data. */

let browser = createFakeWebStorage()
/** The next visit of this browser, or another tab. */
const openTab = () =>
  openRuntime({
    browser: {
      storage: createStorage({
        ...browser.of({}),
        onChangedElsewhere: (listener) => {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
      }),
    },
  })
const listeners = new Set<(key: string) => void>()
const changedElsewhere = (key: string) => {
  for (const listener of listeners) listener(key)
}
let runtime = openTab()

const follow = {
  'rrc.accounts': followAccountsElsewhere,
  'rrc.preferences': followPreferencesElsewhere,
  'rrc.auto-extend': followAutoExtendRulesElsewhere,
}
/** Reads a key that contains a text, as a tab does when it starts. */
const load = (key: keyof typeof follow, text: string) => {
  browser.texts.set(key, text)
  const stop = follow[key](runtime)
  changedElsewhere(key)
  stop()
}

const account = {
  id: 'a',
  name: 'Studio',
  accountId: '11111111-1111-1111-1111-111111111111',
  accountDomain: 'westeurope.mixedreality.azure.com',
  stsOrigin: 'https://sts.westeurope.mixedreality.azure.com',
  endpoints: ['https://remoterendering.westeurope.mixedreality.azure.com'],
  apiVersion: '2021-01-01' as const,
  credentialKind: 'key' as const,
}
const rule = { stepMs: 900_000, untilMs: null, capLeaseMs: 3_600_000, capCost: 5 }
const preferences: Preferences = {
  theme: 'dark',
  spacingMs: 2000,
  undoSeconds: 7,
  density: 'compact',
  hasSingleKeys: false,
  columnOrder: ['host', 'another column'],
  hiddenColumns: ['size'],
  columnWidthsPx: { id: 200 },
  savedViews: [{ name: 'Fair', query: 'q=fair&sort=id' }],
  extendStepsMin: [5],
  alertsMin: [60, 3],
  hasNotifications: true,
  hasSound: true,
  currency: 'EUR',
  standardPerHour: 1,
  premiumPerHour: 2,
  budgetPerDay: 3,
  maxSessions: 4,
  maxLeaseHours: 5,
}
const copies = () =>
  JSON.parse(browser.texts.get(SET_ASIDE_KEY) ?? '{}') as Record<string, string[] | undefined>

beforeEach(() => {
  browser = createFakeWebStorage()
  runtime = openTab()
})

/** What pages expect of an account. */
const expectUsable = ({ id, endpoints, stsOrigin, name, accountId }: Account) => {
  for (const text of [...endpoints, stsOrigin]) expect(URL.canParse(text)).toBe(true)
  expect(new Set(endpoints).size).toBe(endpoints.length)
  // The account is a name in objects: a name that every object has would count as unlocked.
  expect(id in {}).toBe(false)
  expect([typeof name, typeof accountId]).toEqual(['string', 'string'])
}

test('whatever is stored as accounts, the accounts that are read can be shown', () => {
  fc.assert(
    fc.property(poisonedText([account, { ...account, id: 'b' }]), (text) => {
      load('rrc.accounts', text)
      const { accounts } = accountsStore(runtime).getState()
      accounts.forEach(expectUsable)
      expect(new Set(accounts.map(({ id }) => id)).size).toBe(accounts.length)
    }),
    { numRuns: 500 },
  )
})

test('an account whose ID would make it count as unlocked is rejected', () => {
  load('rrc.accounts', JSON.stringify([{ ...account, id: 'constructor' }, account]))
  expect(
    accountsStore(runtime)
      .getState()
      .accounts.map(({ id }) => id),
  ).toEqual(['a'])
})

test('an unreadable account is kept when another is saved, and reported once', () => {
  const broken = { ...account, id: 'broken', endpoints: ['not a URL'] }
  const text = JSON.stringify([broken, account, account])
  load('rrc.accounts', text)
  expect(accountsStore(runtime).getState().accounts).toEqual([
    { ...account, simulatedSpeed: null },
  ])
  expect(storageHealthStore(runtime).getState().setAside).toEqual(['rrc.accounts'])

  putAccount(runtime, { ...account, id: 'new', simulatedSpeed: null })
  expect(copies()['rrc.accounts']).toEqual([text])

  // The next visit, or another tab, finds the copy.
  browser.texts.set('rrc.accounts', text)
  const next = openTab()
  expect(accountsStore(next).getState().accounts).toHaveLength(1)
  expect(storageHealthStore(next).getState().setAside).toEqual([])
  expect(copies()['rrc.accounts']).toEqual([text])
})

test('one unreadable setting leaves the others unchanged', () => {
  fc.assert(
    fc.property(poisonedText(preferences), (text) => {
      load('rrc.preferences', text)
      const read = preferencesStore(runtime).getState()
      expect(['system', 'light', 'dark']).toContain(read.theme)
      expect(read.spacingMs).toBeGreaterThanOrEqual(2000)
      expect(read.spacingMs).toBeLessThanOrEqual(10_000)
      for (const minutes of [...read.extendStepsMin, ...read.alertsMin])
        expect(Number.isInteger(minutes)).toBe(true)
      new Intl.NumberFormat('en', { style: 'currency', currency: read.currency }).format(1)
    }),
    { numRuns: 500 },
  )
  // There is room again.
  browser.texts.clear()
  const broken = { ...preferences, currency: 'gold', alertsMin: [] }
  load('rrc.preferences', JSON.stringify(broken))
  expect(preferencesStore(runtime).getState()).toEqual({
    ...preferences,
    currency: 'USD',
    alertsMin: [30, 10, 5, 2, 1],
  })
  setPreferences(runtime, { theme: 'light' })
  expect(copies()['rrc.preferences']).toContain(JSON.stringify(broken))
})

test('settings that an earlier version lacked are not reported', () => {
  load('rrc.preferences', JSON.stringify({ theme: 'dark' }))
  expect(preferencesStore(runtime).getState()).toMatchObject({ theme: 'dark', spacingMs: 5000 })
  expect(storageHealthStore(runtime).getState().setAside).toEqual([])
})

test('one unreadable rule leaves the others in force', () => {
  const broken = { bad: { ...rule, stepMs: 'x' }, good: rule }
  load('rrc.auto-extend', JSON.stringify(broken))
  expect(autoExtendRulesStore(runtime).getState().bySession).toEqual({ good: rule })
  setAutoExtendRule(runtime, 'other', rule)
  expect(copies()['rrc.auto-extend']).toEqual([JSON.stringify(broken)])
  fc.assert(
    fc.property(poisonedText({ a: rule, b: rule }), (text) => {
      load('rrc.auto-extend', text)
      for (const { stepMs, capCost } of Object.values(
        autoExtendRulesStore(runtime).getState().bySession,
      )) {
        expect(stepMs).toBeGreaterThanOrEqual(60_000)
        expect(capCost === null || Number.isFinite(capCost)).toBe(true)
      }
    }),
  )
})

test('rules of the former version are in force, and a former tab that still leads keeps them', () => {
  browser.texts.set('rrc.renewals', JSON.stringify({ good: rule }))
  const tab = openTab()
  expect(autoExtendRulesStore(tab).getState().bySession).toEqual({ good: rule })
  expect(browser.texts.get('rrc.renewals')).toBe(JSON.stringify({ good: rule }))
  setAutoExtendRule(tab, 'good', null)
  setAutoExtendRule(tab, 'other', rule)
  for (const key of ['rrc.renewals', 'rrc.auto-extend'])
    expect(browser.texts.get(key)).toBe(JSON.stringify({ other: rule }))
})

test('a rule that a former tab sets or removes is followed', () => {
  const tab = openTab()
  const stop = followAutoExtendRulesElsewhere(tab)
  setAutoExtendRule(tab, 'good', rule)
  browser.texts.set('rrc.renewals', JSON.stringify({ other: rule }))
  changedElsewhere('rrc.renewals')
  expect(autoExtendRulesStore(tab).getState().bySession).toEqual({ other: rule })
  expect(autoExtendRulesStore(openTab()).getState().bySession).toEqual({ other: rule })
  stop()
})

test('copies have a limit, and so have reports', () => {
  for (let index = 0; index < 100; index += 1) load('rrc.accounts', `{"no": ${index}`)
  load('rrc.auto-extend', JSON.stringify('x'.repeat(1_000_000)))
  expect(copies()['rrc.accounts']).toHaveLength(20)
  expect(copies()['rrc.accounts']?.[0]).toBe('{"no": 0')
  expect(copies()['rrc.auto-extend']?.[0]).toHaveLength(100_000)
  expect(storageHealthStore(runtime).getState().setAside).toEqual([
    'rrc.accounts',
    'rrc.auto-extend',
  ])
})

test('a copy that is unreadable itself is replaced', () => {
  for (const text of ['{', '5', 'null', '{"rrc.accounts": 5}', '[["x"]]']) {
    browser.texts.set(SET_ASIDE_KEY, text)
    load('rrc.accounts', `no JSON beside ${text}`)
    expect(copies()['rrc.accounts']).toEqual([`no JSON beside ${text}`])
  }
})

test('invalid options of the simulator are set aside', () => {
  browser.texts.set('rrc.simulator', '"on"')
  expect(storedSimulatorOptions(runtime)).toBeNull()
  expect(copies()['rrc.simulator']).toEqual(['"on"'])
  browser.texts.set('rrc.simulator', '{"speed":2}')
  expect(storedSimulatorOptions(runtime)).toEqual({ speed: 2 })
})
