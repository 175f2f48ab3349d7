import type { FleetRow } from '../../sessions/fleet-model.ts'

/** Where a session runs: region, then the account's name. */
export const formatEndpointAccount = ({ region, ref }: FleetRow): string =>
  `${region} · ${ref.account.name}`
