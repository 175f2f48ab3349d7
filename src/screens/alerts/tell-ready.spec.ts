import { expect, test } from 'vitest'
import { alertsStore } from '../../monitor/alerts-store.ts'
import { type Alert, newAlert } from '../../monitor/alerts.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { dismissToast, toastsStore } from '../shell/toasts-store.ts'
import { tellReady } from './tell-ready.ts'

test('sessions that become Ready share one message while it is on screen', () => {
  const runtime = openRuntime()
  const stop = tellReady(runtime)
  let alerts: Alert[] = []
  const raise = (...ids: string[]) => {
    alerts = [
      ...alerts,
      ...ids.map((id) => newAlert({ id, kind: 'ready', sessionId: id }, runtime.ports.now())),
    ]
    alertsStore(runtime).setState({ rows: new Map(alerts.map((each) => [each.id, each])) })
  }
  const toasts = () => toastsStore(runtime).getState().toasts
  const texts = () => toasts().map(({ text }) => text)
  raise('one')
  expect(texts()).toEqual(['one is Ready'])
  raise('two', 'three')
  expect(texts()).toEqual(['3 sessions are Ready'])
  raise('four', 'five')
  expect(texts()).toEqual(['5 sessions are Ready'])
  // Once it was read, the next one starts at one again.
  dismissToast(runtime, toasts()[0]?.id ?? 0)
  raise('six')
  expect(texts()).toEqual(['six is Ready'])
  stop()
})
