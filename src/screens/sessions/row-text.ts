import type { FleetRow } from '../../sessions/fleet-model.ts'

/** Returns where a session runs: region, then account name. */
export function formatEndpointAccount({
  region,
  ref,
}: Pick<FleetRow, 'region' | 'ref'>): string {
  return `${region} · ${ref.account.name}`
}
