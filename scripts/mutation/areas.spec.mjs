import { existsSync, globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { AREAS } from './areas.mjs'

const slashed = (paths) => paths.map((path) => path.replaceAll('\\', '/'))

test.each(Object.entries(AREAS))(
  'the area %s has files and the specs beside them',
  (_, { specs, files }) => {
    const tests = slashed(globSync(specs))
    expect(tests).not.toEqual([])
    for (const pattern of files) {
      const mutated = slashed(globSync(pattern)).filter((path) => !path.includes('.spec.'))
      expect(mutated, pattern).not.toEqual([])
      const beside = mutated
        .map((path) => path.replace(/\.ts$/, '.spec.ts'))
        .filter((path) => existsSync(path))
      expect(tests).toEqual(expect.arrayContaining(beside))
    }
  },
)
