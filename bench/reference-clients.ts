import { QueryClient, QueryObserver } from '@tanstack/react-query'

/** Two clients to compare the console with. Each keeps its token, as any client would. */

/** The arguments of a reference client. */
export type Target = {
  /** Calls the service with the token. */
  get: (path: string) => Promise<Response>
  /** Paths of the list and of every open session. */
  listPath: string
  sessionPaths: readonly string[]
}

/**
 * React Query in its simplest form: each tab polls the list and each open session every 5 s.
 */
export function openNaiveTab({ get, listPath, sessionPaths }: Target): void {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  // One observer each, as with one useQuery per row.
  for (const path of [listPath, ...sessionPaths]) {
    const observer = new QueryObserver(client, {
      queryKey: [path],
      queryFn: async () => {
        const response = await get(path)
        if (!response.ok) throw new Error(String(response.status))
        return response.text()
      },
      refetchInterval: 5000,
    })
    observer.subscribe(() => {})
  }
}

/** The poll loop of the service's sample script, one per session: get, sleep 2 s, repeat. */
export function startSampleScript({ get, sessionPaths }: Target): void {
  for (const path of sessionPaths) {
    const loop = async () => {
      const response = await get(path).catch(() => null)
      await response?.text()
      setTimeout(() => void loop(), 2000)
    }
    void loop()
  }
}
