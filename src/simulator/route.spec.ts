import { expect, test } from 'vitest'
import { findRoute } from './route.ts'

const session = (api: '2021' | 'v1', operation: string, sessionId = '') => ({
  kind: 'session',
  api,
  operation,
  accountId: 'A',
  sessionId,
})

test.each([
  ['GET', '/accounts/A/sessions', session('2021', 'list')],
  ['GET', '/Accounts/A/SESSIONS/', session('2021', 'list')],
  ['GET', '/accounts/A/sessions/One', session('2021', 'get', 'One')],
  ['PUT', '/accounts/A/sessions/One', session('2021', 'create', 'One')],
  ['PATCH', '/accounts/A/sessions/One', session('2021', 'extend', 'One')],
  ['POST', '/accounts/A/sessions/One/:STOP', session('2021', 'stop', 'One')],
  ['GET', '/accounts/A/sessions/a%2Fb', session('2021', 'get', 'a/b')],
  ['GET', '/v1/accounts/A/sessions', session('v1', 'list')],
  ['POST', '/V1/accounts/A/sessions/Create/', session('v1', 'create')],
  ['PATCH', '/v1/accounts/A/sessions/One', session('v1', 'extend', 'One')],
  ['DELETE', '/v1/accounts/A/sessions/One', session('v1', 'stop', 'One')],
  ['GET', '/v1/accounts/A/sessions/One/PROPERTIES/', session('v1', 'get', 'One')],
  ['GET', '/Accounts/A/Token', { kind: 'token', accountId: 'A' }],
  ['GET', '/simulator/stats', { kind: 'stats' }],
])('%s %s is a call of the protocol', (method, path, route) => {
  expect(findRoute(method, path)).toEqual(route)
})

test.each([
  '/',
  '/accounts',
  '/accounts/A',
  '/accounts//sessions',
  '/account/A/sessions',
  '/x/accounts/A/sessions',
  '/accounts/A/token/x',
  '/v1/accounts/A/token',
  '/accounts/A/conversions',
  '/accounts/A/sessions//One',
  '/accounts/A/sessions/One/:stop/x',
  '/accounts/A/sessions/One/stop',
  '/accounts/A/sessions/One/properties',
  '/v1/accounts/A/sessions/create/x',
  '/v1/accounts/A/sessions/One/:stop',
  '/v1/accounts/A/sessions/One/properties/x',
  '/accounts/%E0%A4%A/sessions',
])('%s is not a path of the protocol', (path) => {
  expect(findRoute('GET', path)).toEqual({ kind: 'not-found' })
})

test.each([
  ['POST', '/accounts/A/sessions', 'GET'],
  ['DELETE', '/accounts/A/sessions/One', 'GET, PUT, PATCH'],
  ['GET', '/accounts/A/sessions/One/:stop', 'POST'],
  ['GET', '/v1/accounts/A/sessions/create', 'POST'],
  ['GET', '/v1/accounts/A/sessions/One', 'PATCH, DELETE'],
  ['POST', '/accounts/A/token', 'GET'],
  ['PUT', '/simulator/stats', 'GET'],
])('%s %s is the wrong method; allowed are %s', (method, path, allow) => {
  expect(findRoute(method, path)).toEqual({ kind: 'wrong-method', allow })
})
