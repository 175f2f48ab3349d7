import { useAfterList } from '../shell/list-first.tsx'
import { t } from '../../i18n/t.ts'
import type { Coverage } from '../../sessions/coverage.ts'
import type { EndpointState } from '../../sessions/fleet-model.ts'

/** What the message in place of the table depends on. */
export type ListStateProps = {
  endpoints: readonly EndpointState[]
  coverage: Pick<Coverage, 'total' | 'loaded' | 'current'>
  hasRows: boolean
  isFiltered: boolean
  onClear: () => void
}

/** Shown in place of the table when there are no rows. Why there are none comes after the list. */
export function ListState(props: ListStateProps) {
  const parts = useAfterList()
  const isLoading =
    props.coverage.loaded === 0 && props.endpoints.some(({ status }) => status === 'loading')
  if (parts && (!isLoading || props.hasRows)) return <parts.ListMessage {...props} />
  return (
    <>
      <p role="status" className="sr-only">
        {t('list.loading')}
      </p>
      <Skeleton />
    </>
  )
}

function Skeleton() {
  return (
    <div aria-hidden="true" className="flex-1 overflow-hidden">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className="border-line flex h-10 items-center gap-4 border-b px-4">
          <span className="skeleton w-20" />
          <span className="skeleton w-44" />
          <span className="skeleton flex-1" />
          <span className="skeleton w-32" />
        </div>
      ))}
    </div>
  )
}
