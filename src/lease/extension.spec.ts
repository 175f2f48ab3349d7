import { describe, expect, test } from 'vitest'
import type { ExtendChange } from './extend.ts'
import {
  afterAnswer,
  afterLook,
  beginExtension,
  type Extension,
  type ExtensionAnswer,
  sentAgain,
} from './extension.ts'
import { MAX_EXTENDED_LEASE_MS } from './limits.ts'

const MINUTE = 60_000
const min = (minutes: number) => minutes * MINUTE

const begun = (
  change: ExtendChange = { addMs: min(15) },
  part: Partial<Extension> = {},
): Extension => {
  const begin = beginExtension(change, min(60), 0)
  if (!begin.ok) throw new Error(begin.problem)
  return { ...begin.extension, ...part }
}
const inDoubt = (change?: ExtendChange, part: Partial<Extension> = {}): Extension =>
  afterAnswer(begun(change, part), 'doubt').extension

/** A check made by the only tab that extends. */
const look = (extension: Extension, found: number | 'ended' | null, nowMs: number) =>
  afterLook(extension, found, true, nowMs)

test('begins with the newest known lease and the total to send', () => {
  expect(begun()).toEqual({
    change: { addMs: min(15) },
    baseMs: min(60),
    goalMs: min(75),
    doubtMs: null,
    isAnew: false,
    sends: 1,
    firstSentAtMs: 0,
    lastSentAtMs: 0,
  })
  expect(beginExtension({ toLeaseMs: min(60) }, min(60), 0)).toEqual({
    ok: false,
    problem: 'not-larger',
  })
})

describe('after an answer', () => {
  test.each<[ExtensionAnswer, Extension, object, number | null]>([
    ['done', begun(), { kind: 'end', end: 'done' }, null],
    ['failed', begun(), { kind: 'end', end: 'failed' }, null],
    ['failed', inDoubt(), { kind: 'ask', afterMs: 10_000 }, min(75)],
    ['refused', begun(), { kind: 'ask', afterMs: 0 }, null],
    ['doubt', begun(), { kind: 'ask', afterMs: 0 }, min(75)],
    // The smallest total in doubt is what counts: a lease below it proves the most.
    ['doubt', inDoubt({ addMs: min(15) }, { goalMs: min(85) }), { kind: 'ask' }, min(85)],
    ['doubt', { ...inDoubt(), goalMs: min(85) }, { kind: 'ask' }, min(75)],
  ])('%s: continues from what is certain', (answer, extension, step, doubtMs) => {
    const next = afterAnswer(extension, answer)
    expect(next.step).toMatchObject(step)
    expect(next.extension.doubtMs).toBe(doubtMs)
  })
})

describe('a total that was refused', () => {
  test('is computed again once, on a lease that somebody else changed', () => {
    const { extension, step } = look(begun(), min(100), 1000)
    expect(step).toEqual({ kind: 'send', afterMs: 0 })
    expect(extension).toMatchObject({ baseMs: min(100), goalMs: min(115), isAnew: true })
    expect(look(extension, min(200), 2000).step).toEqual({ kind: 'end', end: 'not-added' })
  })

  test('has failed when the lease is unchanged', () => {
    expect(look(begun(), min(60), 1000).step).toEqual({ kind: 'end', end: 'failed' })
  })

  test('is reported as not added when there is no room below the limit', () => {
    const found = look(begun(), MAX_EXTENDED_LEASE_MS - MINUTE, 1000)
    expect(found.step).toEqual({ kind: 'end', end: 'not-added' })
  })

  test('is satisfied when only a total was requested and the lease is longer', () => {
    const total = begun({ toLeaseMs: min(90) })
    expect(look(total, min(90), 1000).step).toEqual({ kind: 'end', end: 'longer' })
    expect(look(total, min(80), 1000).step).toEqual({ kind: 'send', afterMs: 0 })
    const both = begun({ toLeaseMs: min(90), atLeastAddMs: min(15) })
    const anew = look(both, min(100), 1000)
    expect(anew.extension.goalMs).toBe(min(115))
  })

  test('is checked again while no answer comes, and fails in the end', () => {
    expect(look(begun(), null, 119_999).step).toEqual({ kind: 'ask', afterMs: 10_000 })
    expect(look(begun(), null, 120_000).step).toEqual({ kind: 'end', end: 'failed' })
  })
})

describe('an extension in doubt', () => {
  test('is confirmed when the lease has the requested length', () => {
    expect(look(inDoubt(), min(75), 1000).step).toEqual({ kind: 'end', end: 'found' })
  })

  test('is uncertain when another tab may have caused it, unless only a total was requested', () => {
    const beside = (extension: Extension) => afterLook(extension, min(75), false, 1000).step
    expect(beside(inDoubt())).toEqual({ kind: 'end', end: 'unsure' })
    expect(beside(inDoubt({ toLeaseMs: min(75) }))).toEqual({ kind: 'end', end: 'found' })
    const both = inDoubt({ toLeaseMs: min(75), atLeastAddMs: min(15) })
    expect(beside(both)).toEqual({ kind: 'end', end: 'unsure' })
  })

  test('is uncertain when the lease is longer, unless only a total was requested', () => {
    expect(look(inDoubt(), min(90), 1000).step).toEqual({ kind: 'end', end: 'unsure' })
    const total = inDoubt({ toLeaseMs: min(75) })
    expect(look(total, min(90), 1000).step).toEqual({ kind: 'end', end: 'longer' })
  })

  test('is sent again 10 s after the last send, three times within 70 s', () => {
    expect(look(inDoubt(), min(60), 4000).step).toEqual({ kind: 'send', afterMs: 6000 })
    expect(look(inDoubt(), min(60), 69_999).step).toEqual({ kind: 'send', afterMs: 0 })
    expect(look(inDoubt(), min(60), 70_000).step).toEqual({ kind: 'ask', afterMs: 10_000 })
    const twice = sentAgain(inDoubt(), 20_000)
    expect(twice).toMatchObject({ sends: 2, firstSentAtMs: 0, lastSentAtMs: 20_000 })
    expect(look(twice, min(60), 30_000).step.kind).toBe('send')
    expect(look(sentAgain(twice, 40_000), min(60), 50_000).step.kind).toBe('ask')
  })

  test('is only checked, and never sent again, once a send of it was canceled', () => {
    const { extension, step } = afterAnswer(sentAgain(inDoubt(), 10_000), 'cancelled')
    expect(step.kind).toBe('ask')
    expect(look(extension, min(60), 20_000).step.kind).toBe('ask')
    expect(look(extension, min(75), 20_000).step).toEqual({ kind: 'end', end: 'found' })
    expect(afterAnswer(begun(), 'cancelled').step).toEqual({ kind: 'end', end: 'failed' })
  })

  test('is added to the lease that somebody else set meanwhile', () => {
    const { extension, step } = look(inDoubt(), min(65), 10_000)
    expect(step.kind).toBe('send')
    expect(extension).toMatchObject({ goalMs: min(80), doubtMs: min(75), isAnew: true })
    // The first total may have arrived since, so nothing is added to that lease again.
    expect(look(extension, min(75), 20_000).extension.goalMs).toBe(min(80))
  })

  test('certainly had no effect two minutes after the last send', () => {
    const asked = inDoubt({ addMs: min(15) }, { sends: 3 })
    expect(look(asked, min(60), 119_999).step.kind).toBe('ask')
    expect(look(asked, min(60), 120_000).step).toEqual({ kind: 'end', end: 'failed' })
    const anew = { ...asked, isAnew: true }
    expect(look(anew, min(65), 120_000).step).toEqual({ kind: 'end', end: 'not-added' })
    const half = { ...asked, goalMs: min(80) }
    expect(look(half, min(75), 120_000).step).toEqual({ kind: 'end', end: 'unsure' })
  })

  test('is unknown after two minutes without an answer, whichever way the clock was set', () => {
    expect(look(inDoubt(), null, 119_999).step.kind).toBe('ask')
    expect(look(inDoubt(), null, 120_000).step).toEqual({ kind: 'end', end: 'unknown' })
    expect(look(inDoubt(), null, -3_600_000).step).toEqual({ kind: 'end', end: 'unknown' })
  })

  test('ends when the session ends', () => {
    expect(look(inDoubt(), 'ended', 1000).step).toEqual({ kind: 'end', end: 'ended' })
  })
})
