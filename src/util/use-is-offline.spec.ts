import { expect, test } from 'vitest'
import { isOffline } from './use-is-offline.ts'

test('only a browser that says it has no network is offline', () => {
  expect(isOffline({ onLine: false })).toBe(true)
  expect(isOffline({ onLine: true })).toBe(false)
  expect(isOffline({})).toBe(false)
})
