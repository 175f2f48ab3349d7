import { beforeEach, describe, expect, test } from 'vitest'
import type { FleetRow } from './fleet-model.ts'
import {
  actionsOf,
  beginAction,
  foremostAction,
  isStopping,
  type SessionAction,
  useSessionActions,
} from './pending-actions.ts'

/** What is shown of the actions under way, and who may change it. */

beforeEach(() => {
  useSessionActions.setState({ byKey: {} })
})

const actionOn = (key: string, change: Partial<SessionAction> = {}): SessionAction => ({
  kind: 'extend',
  phase: 'waiting',
  addMs: 60_000,
  row: { key } as FleetRow,
  ...change,
})
const stopOn = (key: string) => actionOn(key, { kind: 'stop', addMs: null })

test('a session without an action has none to show, and is not being stopped', () => {
  expect(actionsOf('a')).toEqual([])
  expect(isStopping('a')).toBe(false)
})

describe('an action that begins', () => {
  test('is shown after those the session has, and beside those of other sessions', () => {
    const [first, second, other] = [actionOn('a'), stopOn('a'), actionOn('b')]
    for (const action of [first, second, other]) beginAction(action)
    expect(actionsOf('a')).toEqual([first, second])
    expect(actionsOf('b')).toEqual([other])
  })

  test('makes its own session count as being stopped only when it is a stop', () => {
    beginAction(actionOn('a'))
    expect(isStopping('a')).toBe(false)
    beginAction(stopOn('a'))
    expect(isStopping('a')).toBe(true)
    expect(isStopping('b')).toBe(false)
  })
})

describe('an action that is changed', () => {
  test('keeps its place and what was not changed, and leaves the others alone', () => {
    const [first, second] = [actionOn('a'), actionOn('a', { addMs: 1000 })]
    const own = beginAction(first)
    beginAction(second)
    own.change({ phase: 'sent' })
    own.change({ addMs: 120_000 })
    expect(actionsOf('a')).toEqual([{ ...first, phase: 'sent', addMs: 120_000 }, second])
  })

  test('after it ended does not come back', () => {
    const own = beginAction(actionOn('a'))
    beginAction(actionOn('a', { addMs: 1000 }))
    own.end()
    own.change({ phase: 'verifying' })
    expect(actionsOf('a')).toEqual([actionOn('a', { addMs: 1000 })])
  })
})

describe('an action that ends', () => {
  test('goes alone, also when it was changed before', () => {
    const own = beginAction(actionOn('a'))
    const stop = stopOn('a')
    beginAction(stop)
    own.change({ phase: 'sent' })
    own.end()
    expect(actionsOf('a')).toEqual([stop])
  })

  test('as the last one of its session leaves no trace of the session', () => {
    const own = beginAction(actionOn('a'))
    beginAction(actionOn('b'))
    own.end()
    expect(Object.keys(useSessionActions.getState().byKey)).toEqual(['b'])
  })
})

describe('the action that a row shows', () => {
  test('is the latest', () => {
    const latest = actionOn('a', { addMs: 1000 })
    expect(foremostAction([actionOn('a'), actionOn('a'), latest])).toBe(latest)
  })

  test('is the stop whatever else was asked for, because the stop decides', () => {
    const stop = stopOn('a')
    expect(foremostAction([actionOn('a'), stop, actionOn('a')])).toBe(stop)
  })

  test('is none where nothing is under way', () => {
    expect(foremostAction([])).toBeUndefined()
    expect(foremostAction(undefined)).toBeUndefined()
  })
})
