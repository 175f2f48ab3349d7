import { Link, useLocation } from 'react-router'
import { locationKeyOf } from '../../accounts/endpoint-lookup.ts'
import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { paths } from '../../paths.ts'
import type { EndpointState } from '../../sessions/fleet-model.ts'
import { listAgeMs } from '../../sessions/time-left.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import { Banner } from '../../ui/banner.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { useIsOffline } from '../../util/use-is-offline.ts'
import { ErrorDetails } from '../shell/error-details.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { formatEndpointAccount } from './row-text.ts'

/** A clock difference above this gets a banner. */
const SKEW_SHOWN_MS = 30_000

/** One banner for every endpoint whose list is missing, incomplete, or out of date. */
export function EndpointBanners({ endpoints }: { endpoints: readonly EndpointState[] }) {
  const nowMs = useNowMs()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const isOffline = useIsOffline()
  const locked = endpoints.filter(
    // One banner per account, because the key unlocks all of its regions.
    (state, index) =>
      state.status === 'locked' &&
      endpoints.findIndex(({ ref }) => ref.account === state.ref.account) === index,
  )
  const failed = endpoints.filter(({ status }) => status === 'failed')
  const skewed = endpoints.flatMap((state) => {
    // A simulated service that runs faster than real time has a different clock by design.
    const skewMs =
      (state.ref.account.simulatedSpeed ?? 1) === 1 ? (state.clock?.offsetMs ?? 0) : 0
    return Math.abs(skewMs) > SKEW_SHOWN_MS ? [{ state, skewMs }] : []
  })
  const incomplete = endpoints.filter(({ isIncomplete }) => isIncomplete)
  const unreadable = endpoints.filter((state) => state.unreadable.length > 0)
  return (
    <div role="status" className="max-h-[40vh] shrink-0 overflow-y-auto">
      {isOffline && (
        <Banner tone="warning" icon="offline">
          {t('banner.offline')}
        </Banner>
      )}
      {locked.map((state) => (
        <LockedBanner key={state.ref.account.id} state={state} />
      ))}
      {skewed.map(({ state, skewMs }) => (
        <Banner key={`skew ${locationKeyOf(state.ref)}`} tone="info" icon="clock">
          {t(skewMs > 0 ? 'banner.clockAhead' : 'banner.clockBehind', {
            place: placeOf(state),
            skew: formatDuration(Math.abs(skewMs)),
          })}
        </Banner>
      ))}
      {failed.map((state) => (
        <Banner
          key={locationKeyOf(state.ref)}
          tone={state.error?.kind === 'throttled' ? 'warning' : 'failure'}
        >
          <p className="font-medium">{t('banner.failed', { place: placeOf(state) })}</p>
          {state.error && <ErrorDetails error={state.error} context="list" />}
          <p className="text-muted">{ageText(listAgeMs(state, nowMs, wake))}</p>
        </Banner>
      ))}
      {incomplete.map((state) => (
        <Banner key={`incomplete ${locationKeyOf(state.ref)}`} tone="warning">
          {t('banner.incomplete', { place: placeOf(state) })}
        </Banner>
      ))}
      {unreadable.map((state) => (
        <Banner key={`unreadable ${locationKeyOf(state.ref)}`} tone="warning">
          <p>
            {t('banner.unreadable', { count: state.unreadable.length, place: placeOf(state) })}
          </p>
          <details className="text-muted text-xs">
            <summary>{t('banner.unreadableDetails')}</summary>
            <ul className="font-mono">
              {state.unreadable.map(({ index, id, reason }) => (
                <li key={index} className="wrap-anywhere">
                  {visibleText(`${id ?? `#${index + 1}`}: ${reason}`)}
                </li>
              ))}
            </ul>
          </details>
        </Banner>
      ))}
    </div>
  )
}

function LockedBanner({ state }: { state: EndpointState }) {
  const { search } = useLocation()
  const { account } = state.ref
  return (
    <Banner
      tone="warning"
      icon="key"
      action={
        <Link
          to={{ pathname: paths.account(account.id), search }}
          className={buttonClass('secondary', 'small')}
        >
          {t(account.credentialKind === 'key' ? 'banner.enterKey' : 'banner.enterToken')}
        </Link>
      }
    >
      {t(account.credentialKind === 'key' ? 'banner.lockedKey' : 'banner.lockedToken', {
        name: account.name,
      })}
    </Banner>
  )
}

function placeOf({ region, ref }: EndpointState) {
  return formatEndpointAccount({ region, ref })
}

function ageText(ageMs: number | null) {
  return ageMs === null
    ? t('banner.neverLoaded')
    : t('banner.lastKnown', { age: formatDuration(ageMs) })
}
