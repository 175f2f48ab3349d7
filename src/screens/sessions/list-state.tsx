import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import type { EndpointState } from '../../sessions/fleet-model.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'

/** Shown in place of the table when there are no rows: loading, empty, or an explanation. */
export function ListState({
  endpoints,
  hasRows,
  isFiltered,
  onClear,
}: {
  endpoints: readonly EndpointState[]
  hasRows: boolean
  isFiltered: boolean
  onClear: () => void
}) {
  const { search } = useLocation()
  if (hasRows && isFiltered) {
    return (
      <Message
        title={t('list.noMatch')}
        action={<Button onClick={onClear}>{t('list.clearFilter')}</Button>}
      />
    )
  }
  if (endpoints.every(({ status }) => status === 'locked')) {
    return <Message title={t('list.locked')}>{t('list.lockedText')}</Message>
  }
  if (endpoints.some(({ status }) => status === 'loading')) {
    return (
      <>
        <p role="status" className="sr-only">
          {t('list.loading')}
        </p>
        <Skeleton />
      </>
    )
  }
  if (endpoints.some(({ status }) => status === 'ready')) {
    return (
      <Message
        title={t('list.empty')}
        action={
          <Link to={{ pathname: paths.newSession, search }} className={buttonClass('primary')}>
            <Icon name="plus" />
            {t('topBar.newSession')}
          </Link>
        }
      >
        {t('list.emptyText')}
      </Message>
    )
  }
  return <Message title={t('list.unavailable')}>{t('list.unavailableText')}</Message>
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
    <div className="grid flex-1 place-content-center justify-items-center gap-2 p-8 text-center">
      <p className="text-lg font-medium">{title}</p>
      {children && <p className="text-muted max-w-md">{children}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  )
}

function Skeleton() {
  return (
    <div aria-hidden="true" className="flex-1 overflow-hidden">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className="border-line flex h-10 items-center gap-4 border-b px-4">
          <span className="bg-hover h-3 w-20 rounded" />
          <span className="bg-hover h-3 w-44 rounded" />
          <span className="bg-hover h-3 flex-1 rounded" />
          <span className="bg-hover h-3 w-32 rounded" />
        </div>
      ))}
    </div>
  )
}
