import { useState } from 'react'
import { formatDateTime } from '../../i18n/format-date.ts'
import { t } from '../../i18n/t.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { getToken } from '../../calls/tokens.ts'
import { useTokenView } from '../../calls/use-token.ts'
import type { Account } from '../../accounts/accounts.ts'
import type { ServiceError } from '../../service/result.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { LeaseBar } from '../sessions/lease-bar.tsx'
import { PanelSection } from '../../ui/panel.tsx'
import { Properties, Property } from '../../ui/properties.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { CredentialEntry } from './credential-entry.tsx'
import { ErrorDetails } from '../shell/error-details.tsx'
import { TokenBadge } from './token-badge.tsx'

/** The token of an account: fetches it, shows its life, and says what to check on failure. */
export function TokenPanel({ account }: { account: Account }) {
  const runtime = useRuntime()
  const nowMs = useNowMs()
  const view = useTokenView(account, nowMs)
  const [isFetching, setIsFetching] = useState(false)
  const fetchNow = async () => {
    setIsFetching(true)
    const current =
      view.status === 'valid' || view.status === 'expired' ? view.token.accessToken : null
    await getToken(runtime, account, { insteadOf: current })
    setIsFetching(false)
  }
  const token = view.status === 'valid' || view.status === 'expired' ? view.token : null
  return (
    <PanelSection title={t('token.title')} action={<TokenBadge account={account} />}>
      {view.status === 'failed' && <TokenFailure account={account} error={view.error} />}
      {view.status === 'locked' && (
        <p className="text-muted mb-3 text-sm">
          {t(account.credentialKind === 'key' ? 'token.whyKey' : 'token.whyToken')}
        </p>
      )}
      {(view.status === 'locked' || view.status === 'failed' || view.status === 'expired') &&
        account.simulatedSpeed === null && <CredentialEntry account={account} />}
      {token && (
        <>
          <Properties>
            <Property
              name={t('token.issued')}
              value={token.issuedAtMs === null ? null : formatDateTime(token.issuedAtMs)}
            />
            <Property
              name={t('token.expires')}
              value={token.expiresAtMs === null ? null : formatDateTime(token.expiresAtMs)}
            />
            <Property name={t('property.msCv')} value={token.msCv} copy={token.msCv} mono />
          </Properties>
          {view.status === 'valid' && view.lifeShare !== null && (
            <div
              role="progressbar"
              aria-label={t('token.lifeLeft')}
              aria-valuenow={Math.round(view.lifeShare * 100)}
              aria-valuemin={0}
              aria-valuemax={100}
              title={t('token.lifeLeft')}
              className="mt-3"
            >
              <LeaseBar leftShare={view.lifeShare} urgency="calm" />
            </div>
          )}
          <Claims claims={token.claims} />
        </>
      )}
      {view.status !== 'locked' && account.credentialKind === 'key' && (
        <div className="mt-3">
          <Button
            onClick={() => void fetchNow()}
            disabledReason={isFetching ? t('token.fetching') : null}
          >
            {t(isFetching ? 'token.fetching' : token ? 'token.renew' : 'token.fetch')}
          </Button>
        </div>
      )}
    </PanelSection>
  )
}

function TokenFailure({ account, error }: { account: Account; error: ServiceError }) {
  return (
    <div className="-mx-5 mb-3">
      <Banner tone="failure">
        <ErrorDetails error={error} context="token" />
        {error.kind === 'unauthorized' && account.credentialKind === 'key' && (
          <ul className="mt-1 list-disc pl-5">
            <li>{t('token.checkId', { id: account.accountId })}</li>
            <li>{t('token.checkKey')}</li>
            <li>{t('token.checkDomain', { domain: account.accountDomain })}</li>
          </ul>
        )}
      </Banner>
    </div>
  )
}

function Claims({ claims }: { claims: Record<string, unknown> }) {
  return (
    <details className="mt-3">
      <summary className="text-sm">
        {t('token.claims', { count: Object.keys(claims).length })}
      </summary>
      <div className="mt-2">
        <Properties>
          {Object.entries(claims).map(([name, value]) => (
            <Property key={name} name={name} value={claimText(value)} mono />
          ))}
        </Properties>
      </div>
    </details>
  )
}

function claimText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : JSON.stringify(value)
}
