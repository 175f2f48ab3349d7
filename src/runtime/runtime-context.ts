import { createContext, use } from 'react'
import type { Runtime } from './runtime.ts'

/** The runtime, for components; main.tsx provides it. */
export const RuntimeContext = createContext<Runtime | null>(null)

/** The runtime of this app. Throws outside its provider, which is a programming error. */
export function useRuntime(): Runtime {
  const runtime = use(RuntimeContext)
  if (!runtime) throw new Error('useRuntime: no RuntimeContext above this component')
  return runtime
}
