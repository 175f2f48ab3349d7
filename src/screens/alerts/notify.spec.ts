import { afterEach, expect, test, vi } from 'vitest'
import { setPreferences } from '../../runtime/preferences.ts'
import { newAlert } from '../../monitor/alerts.ts'
import { notify } from './notify.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'

const alert = newAlert({ id: 'budget', kind: 'budget' }, 0)

afterEach(() => {
  vi.unstubAllGlobals()
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
  notify(runtime, alert)
  expect(tried).toEqual(['notification', 'sound'])
})
