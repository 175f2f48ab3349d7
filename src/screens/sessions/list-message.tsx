import type { ReactNode } from 'react'
import { useLocation } from 'react-router'
import { PageLink } from '../shell/page-link.tsx'
import { UnlockLink } from '../accounts/unlock-link.tsx'
import { RecentHistory } from '../history/recent-history.tsx'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import type { ServiceErrorKind } from '../../service/result.ts'
import { isPartial } from '../../sessions/coverage.ts'
import type { EndpointState } from '../../sessions/fleet-model.ts'
import { missingRegions } from '../../sessions/missing-regions.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { listContext } from '../alerts/notice-text.ts'
import { errorHeadline } from '../shell/error-text.ts'
import { Icon } from '../../ui/icon.tsx'
import type { ListStateProps } from './list-state.tsx'

/**
 * Why there are no rows, and what to do next. It says that nothing runs only when every region has
 * just said so.
 */
export function ListMessage({
  endpoints,
  coverage,
  hasRows,
  isFiltered,
  onClear,
}: ListStateProps) {
  if (hasRows && isFiltered) {
    return (
      <Message
        title={t('list.noMatch')}
        action={<Button onClick={onClear}>{t('list.clearFilter')}</Button>}
      />
    )
  }
  const locked = endpoints.find(({ status }) => status === 'locked')
  if (locked && endpoints.every(({ status }) => status === 'locked')) {
    return (
      <Message title={t('list.locked')} action={<UnlockLink endpoint={locked} isPrimary />}>
        {t('list.lockedText')}
      </Message>
    )
  }
  const { total, loaded, current } = coverage
  if (loaded > 0 && !isPartial(coverage)) {
    return (
      <>
        <Message title={t('list.empty')} action={<NewSessionLink />}>
          {t('list.emptyText')}
        </Message>
        <RecentHistory />
      </>
    )
  }
  if (loaded > 0) {
    const missing = missingRegions(endpoints, coverage)
    return (
      <Message title={t('list.partial')}>
        {missing === null
          ? t('list.partialText', { current, total })
          : t('list.missingText', { places: missing })}
      </Message>
    )
  }
  return <Unavailable endpoints={endpoints.filter(({ error }) => error !== null)} />
}

/** Failures that end without the user, and whose texts don't say so. */
const PASSING: readonly ServiceErrorKind[] = ['network', 'timeout', 'gateway', 'unreadable']

/** Why no region could be listed, and what to do. */
function Unavailable({ endpoints }: { endpoints: readonly EndpointState[] }) {
  const { search } = useLocation()
  const errors = endpoints.flatMap(({ error }) => error ?? [])
  const reasons = new Set(
    endpoints.flatMap((endpoint) =>
      endpoint.error ? errorHeadline(endpoint.error, listContext([endpoint])) : [],
    ),
  )
  if (errors.every(({ kind }) => PASSING.includes(kind))) reasons.add(t('list.unavailableText'))
  const refused = endpoints.find(
    ({ error }) => error?.kind === 'unauthorized' || error?.kind === 'forbidden',
  )
  return (
    <Message
      title={t('list.unavailable')}
      action={
        refused && (
          <PageLink
            to={{ pathname: paths.account(refused.ref.account.id), search }}
            className={buttonClass('primary')}
          >
            {t('list.checkAccount')}
          </PageLink>
        )
      }
    >
      {[...reasons].join(' ')}
    </Message>
  )
}

function NewSessionLink() {
  const { search } = useLocation()
  return (
    <PageLink to={{ pathname: paths.newSession, search }} className={buttonClass('primary')}>
      <Icon name="plus" />
      {t('topBar.newSession')}
    </PageLink>
  )
}

function Message({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="grid max-w-2xl justify-items-start gap-1 px-4 pt-8 pb-6 sm:px-10 sm:pt-12">
      <p className="text-lg font-semibold">{title}</p>
      {children && <p className="text-muted text-sm">{children}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  )
}
