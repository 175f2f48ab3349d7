import { afterEach, expect, test, vi } from 'vitest'
import { setPreferences } from '../../runtime/preferences.ts'
import { newAlert } from '../../monitor/alerts.ts'
import { notify } from './notify.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'

const alert = newAlert({ id: 'budget', kind: 'budget' }, 0)

afterEach(() => {
  vi.unstubAllGlobals()
})

test('many alerts are announced as one', () => {
  const texts: string[] = []
  const Notification = Object.assign(
    class {
      constructor(text: string) {
        texts.push(text)
      }
    },
    { permission: 'granted' },
  )
  vi.stubGlobal('Notification', Notification)
  const runtime = openRuntime()
  setPreferences(runtime, { hasNotifications: true, hasSound: false })
  const ending = (sessionId: string, minutes: number) =>
    newAlert({ id: sessionId, kind: 'ending', sessionId, minutes }, 0)
  notify(runtime, [ending('a', 5), ending('b', 10), ending('c', 2)])
  notify(runtime, [ending('a', 5), alert])
  notify(runtime, [ending('d', 5)])
  expect(texts).toEqual([
    '3 sessions end in under 10 min',
    '2 new alerts',
    'd ends in under 5 min',
  ])
})

test('a notification or sound that the browser refuses causes no error', () => {
  const tried: string[] = []
  const refusing = (name: string) =>
    Object.assign(
      class {
        constructor() {
          tried.push(name)
          throw new TypeError('Illegal constructor')
        }
      },
      { permission: 'granted' },
    )
  vi.stubGlobal('Notification', refusing('notification'))
  vi.stubGlobal('AudioContext', refusing('sound'))
  const runtime = openRuntime()
  setPreferences(runtime, { hasNotifications: true, hasSound: true })
  notify(runtime, [alert])
  expect(tried).toEqual(['notification', 'sound'])
})
