import { t } from '../../i18n/t.ts'
import { autoExtendRulesStore } from '../../monitor/auto-extend-rules.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { Icon } from '../../ui/icon.tsx'

/** Marks a session with an auto-extend rule; nothing without one. @param sessionKey of its row */
export function AutoExtendMark({ sessionKey }: { sessionKey: string }) {
  const hasRule = useRuntimeStore(
    autoExtendRulesStore,
    ({ bySession }) => bySession[sessionKey] !== undefined,
  )
  return (
    hasRule && (
      <span
        role="img"
        aria-label={t('row.autoExtends')}
        title={t('row.autoExtends')}
        className="text-muted shrink-0"
      >
        <Icon name="refresh" className="size-3.5" />
      </span>
    )
  )
}
