import { afterEach, expect, test, vi } from 'vitest'
import { createEmitter } from './emitter.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

test('notifies each listener of each event until it stops listening', () => {
  const emitter = createEmitter<number>()
  const heard: string[] = []
  const stop = emitter.listen((event) => heard.push(`first ${event}`))
  emitter.listen((event) => heard.push(`second ${event}`))
  emitter.emit(1)
  stop()
  emitter.emit(2)
  expect(heard).toEqual(['first 1', 'second 1', 'second 2'])
})

test('keeps events without a listener for the next one, once and in order', () => {
  const emitter = createEmitter<number>()
  emitter.emit(1)
  emitter.emit(2)
  const heard: number[] = []
  const stop = emitter.listen((event) => heard.push(event))
  stop()
  emitter.emit(3)
  emitter.listen((event) => heard.push(event))
  emitter.listen((event) => heard.push(-event))
  expect(heard).toEqual([1, 2, 3])
})

test('keeps the latest hundred events when no listener ever comes', () => {
  const emitter = createEmitter<number>()
  for (let event = 0; event < 150; event += 1) emitter.emit(event)
  const heard: number[] = []
  emitter.listen((event) => heard.push(event))
  expect(heard).toHaveLength(100)
  expect(heard.at(-1)).toBe(149)
})

test('a listener that throws stops neither the publisher nor the others, and is reported', () => {
  const reports: (() => void)[] = []
  vi.stubGlobal('queueMicrotask', (report: () => void) => reports.push(report))
  const emitter = createEmitter<number>()
  emitter.emit(1)
  emitter.listen((event) => {
    throw new Error(`broken ${event}`)
  })
  const heard: number[] = []
  emitter.listen((event) => heard.push(event))
  emitter.emit(2)
  expect(heard).toEqual([2])
  expect(reports).toHaveLength(2)
  expect(reports[1]).toThrow('broken 2')
})
