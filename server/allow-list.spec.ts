import { expect, test } from 'vitest'
import { originOf, readAllowed, readOwnHosts, routeVerdict } from './allow-list.ts'

test.each([
  'http://127.0.0.1:8787/path',
  'ftp://x',
  'x.test',
  'http://*',
  'https://*.example.com',
  'http://user@x.test',
  'http://x_y.test',
  '*',
])('GATEWAY_ALLOW refuses %s, and names it', (entry) => {
  expect(() => readAllowed(`http://fine.test, ${entry}`)).toThrow(
    `GATEWAY_ALLOW: "${entry}" isn't an origin. Use an origin such as http://127.0.0.1:8787`,
  )
})

test('GATEWAY_ALLOW rejects two schemes for one host, because a path names only the host', () => {
  expect(() => readAllowed('http://x.test,https://x.test')).toThrow(
    'either http://x.test or https://x.test',
  )
})

test('GATEWAY_ALLOW accepts origins with or without a trailing slash', () => {
  expect([...readAllowed(' http://127.0.0.1:8787/ ,, https://x.test,https://x.test')]).toEqual([
    ['127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['x.test', 'https://x.test'],
  ])
  expect(readAllowed('http://[::1]:8787').get('[::1]:8787')).toBe('http://[::1]:8787')
  expect(readAllowed(undefined).size).toBe(0)
})

test.each([
  '*',
  '*.example.com',
  'console.example:5173',
  'http://console.example/',
  'ftp://console.example',
  'a b',
  'https://',
  '[::g]',
  '300.300.300.300',
])('CONSOLE_HOSTS refuses %s, and names it', (entry) => {
  expect(() => readOwnHosts(`studio,${entry}`)).toThrow(
    `CONSOLE_HOSTS: "${entry}" isn't a host name. Use a name such as console.example or https://`,
  )
})

test('CONSOLE_HOSTS adds names to the loopback names, and a name alone means http', () => {
  const loopback = [
    ['localhost', 'http:'],
    ['127.0.0.1', 'http:'],
    ['[::1]', 'http:'],
  ]
  expect([...readOwnHosts(undefined)]).toEqual(loopback)
  expect([...readOwnHosts(' Studio-PC ,, HTTPS://Console.example,http://[fe80::1]')]).toEqual([
    ...loopback,
    ['studio-pc', 'http:'],
    ['console.example', 'https:'],
    ['[fe80::1]', 'http:'],
  ])
})

test.each([
  ['STS.westeurope.mixedreality.azure.com', 'https://sts.westeurope.mixedreality.azure.com'],
  ['sts.mixedreality.azure.com', 'https://sts.mixedreality.azure.com'],
  ['X.test:81', 'http://x.test:81'],
  ['x.test', null],
  ['sts.a.b.mixedreality.azure.com', null],
  ['evil-sts.mixedreality.azure.com', null],
  ['sts.mixedreality.azure.com.evil.test', null],
  ['x.test:81@y', null],
  ['x.test%3a81', null],
  ['', null],
])('the host %s of a path stands for %s', (host, origin) => {
  expect(originOf(host, readAllowed('http://x.test:81'))).toBe(origin)
})

test.each([
  ['/accounts/a/../token', 'path-not-allowed'],
  ['/accounts/./token', 'path-not-allowed'],
  ['/accounts/a/sessions/..', 'path-not-allowed'],
  ['/accounts/a/sessions/.', 'path-not-allowed'],
  ['/accounts/a%5Cb/token', 'path-not-allowed'],
  ['/accounts/a%5cb/token', 'path-not-allowed'],
  ['/accounts/a\\b/token', 'path-not-allowed'],
  ['/accounts/a%2fb/token', 'path-not-allowed'],
  ['//accounts/a/token', 'path-not-allowed'],
  ['/x/accounts/a/token', 'path-not-allowed'],
  ['/accounts/a/token/x', 'path-not-allowed'],
  ['/accounts/a/token/', 'path-not-allowed'],
  ['/accounts/a.b/token', 'allowed'],
  ['/accounts/..a/token', 'allowed'],
  ['/simulator/stats', 'allowed'],
  ['/simulator/statsx', 'path-not-allowed'],
  ['/x/simulator/stats', 'path-not-allowed'],
])('a GET of %s is %s', (path, verdict) => {
  expect(routeVerdict('GET', path)).toBe(verdict)
})
