import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { MemoryRouter, type MemoryRouterProps } from 'react-router'
import { RuntimeContext } from '../runtime/runtime-context.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { openRuntime } from './open-runtime.ts'
import { accountWith } from './account.ts'

/** For tests of a part of the screen: everything around it, without a network. */

/** The account's endpoint. */
export const ENDPOINT = 'https://remoterendering.westeurope.mixedreality.azure.com'

/** An account of a real service. */
export const account = accountWith({
  name: 'Studio',
  accountId: '51a7c0de-2025-4930-9a11-0f00ba5eba11',
  accountDomain: 'westeurope.mixedreality.azure.com',
  stsOrigin: 'https://sts.westeurope.mixedreality.azure.com',
  endpoints: [ENDPOINT],
})

/** Router and runtime around a part. */
export function Surroundings({
  runtime,
  entries,
  children,
}: {
  /** Missing: a new one. */
  runtime?: Runtime
  entries?: NonNullable<MemoryRouterProps['initialEntries']>
  children: ReactNode
}) {
  const [own] = useState(() => runtime ?? openRuntime())
  return (
    <QueryClientProvider client={own.queryClient}>
      <RuntimeContext value={own}>
        <MemoryRouter initialEntries={entries ?? ['/']}>{children}</MemoryRouter>
      </RuntimeContext>
    </QueryClientProvider>
  )
}
