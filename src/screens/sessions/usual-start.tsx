import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { useUsualStart } from '../../monitor/use-usual-start.ts'

/** How long sessions of a size usually take to start; nothing while too few are known. */
export function UsualStart({ size }: { size: string }) {
  const usual = useUsualStart(size)
  return (
    usual && (
      <span className="truncate text-xs">
        {t('left.usual', {
          p50: formatDuration(usual.p50Ms),
          p90: formatDuration(usual.p90Ms),
        })}
      </span>
    )
  )
}
