import type { FleetRow } from '../../sessions/fleet-model.ts'

/** Where a session runs: region, then the account's name. */
export function formatEndpointAccount({
  region,
  ref,
}: Pick<FleetRow, 'region' | 'ref'>): string {
  return `${region} · ${ref.account.name}`
}
