import { needsNetwork } from '../../accounts/accounts.ts'
import { credentialsStore } from '../../accounts/credentials.ts'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import type { ExtendChange } from '../../lease/extend.ts'
import { paths } from '../../paths.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import {
  type ActionConditions,
  extendBlocked,
  stopBlocked,
} from '../../sessions/action-rules.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { foremostAction, pendingActionsStore } from '../../sessions/pending-actions.ts'
import { isOffline } from '../../util/use-is-offline.ts'
import { blockedText } from '../sessions/blocked-text.ts'
import { copySession } from '../sessions/export/exports.ts'
import { formatEndpointAccount } from '../sessions/row-text.ts'
import { type Command, command } from './command.ts'
import { openLayer } from './layer-store.ts'

/** The commands that concern one session. Each names it. */

/** How the commands act on sessions. */
export type SessionMeans = {
  runtime: Runtime
  goTo: (pathname: string) => void
  extend: (asked: { row: FleetRow; change: ExtendChange }) => void
}

/** Opens a session beside the list. */
export function openCommand({ goTo }: Pick<SessionMeans, 'goTo'>, row: FleetRow): Command {
  const { ref, session } = row
  const path = paths.session(ref.account.id, ref.endpoint, session.id)
  return command(`open:${row.key}`, visibleText(session.id), () => goTo(path), {
    detail: `${visibleText(session.status)} · ${formatEndpointAccount(row)}`,
  })
}

/** Extends a session by the first step, to be undone as a click on its button. */
export function extendCommand({ runtime, extend }: SessionMeans, row: FleetRow): Command {
  const [minutes = 15] = preferencesStore(runtime).getState().extendStepsMin
  const change = { addMs: minutes * 60_000 }
  const blocked = extendBlocked(row, change, conditionsOf(runtime, row))
  return command(
    `extend:${row.key}`,
    t('extend.byMinutesOf', { minutes, id: row.session.id }),
    () => extend({ row, change }),
    {
      detail: blocked === null ? formatEndpointAccount(row) : '',
      disabledReason: blocked && blockedText(blocked),
      recentId: null,
    },
  )
}

/** Asks whether to stop a session, as its button does. */
export function stopCommand({ runtime }: SessionMeans, row: FleetRow): Command {
  const blocked = stopBlocked(row, conditionsOf(runtime, row))
  return command(
    `stop:${row.key}`,
    t('command.stop', { id: row.session.id }),
    () => openLayer(runtime, { kind: 'stop', row }),
    {
      detail: blocked === null ? formatEndpointAccount(row) : '',
      disabledReason: blocked && blockedText(blocked),
      recentId: null,
    },
  )
}

/** Copies a session as one line of text. */
export function copyCommand(
  { runtime }: Pick<SessionMeans, 'runtime'>,
  row: FleetRow,
): Command {
  return command(
    `copy:${row.key}`,
    t('command.copy', { id: row.session.id }),
    () => copySession(runtime, row),
    { recentId: null },
  )
}

/** What an action on a session needs, right now. */
function conditionsOf(runtime: Runtime, { key, ref }: FleetRow): ActionConditions {
  const action = foremostAction(pendingActionsStore(runtime).getState(), key)
  return {
    isUnlocked: credentialsStore(runtime).getState().byAccount[ref.account.id] !== undefined,
    isStopping: action?.kind === 'stop',
    isOffline: isOffline(navigator) && needsNetwork(ref.account),
  }
}
