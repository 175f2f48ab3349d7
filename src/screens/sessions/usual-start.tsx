import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { useUsualStart } from '../../monitor/use-usual-start.ts'

/** Returns two durations as one text, with a unit that they share once. */
function rangeText(from: string, to: string): string {
  if (from === to) return from
  const [number, unit, ...others] = from.split(' ')
  const isUnitShared =
    others.length === 0 && to.split(' ').length === 2 && to.endsWith(` ${unit}`)
  return isUnitShared ? `${number}–${to}` : `${from} – ${to}`
}

/**
 * How long sessions of a size usually take to start; nothing while too few are known.
 * @param props `isStale`: the list is old, so the session may have started since
 */
export function UsualStart({ size, isStale = false }: { size: string; isStale?: boolean }) {
  const usual = useUsualStart(size)
  if (isStale) return <span className="text-xs">{t('left.unconfirmed')}</span>
  if (usual === null) return null
  const text = t('left.usual', {
    range: rangeText(formatDuration(usual.p50Ms), formatDuration(usual.p90Ms)),
  })
  return (
    <span className="truncate text-xs" title={text}>
      {text}
    </span>
  )
}
