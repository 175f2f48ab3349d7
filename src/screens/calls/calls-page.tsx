import { useDeferredValue, useMemo, useState } from 'react'
import { CallList } from './call-list.tsx'
import { asJsonLines, type CallFilter, matchesCall } from './call-text.ts'
import { callNames } from './call-names.ts'
import { CALL_KINDS } from '../../gate/types.ts'
import { t } from '../../i18n/t.ts'
import { callLogStore, clearCallLog } from '../../calls/call-log.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyNote } from '../../ui/empty-note.tsx'
import { inputClass } from '../../ui/input-class.ts'
import { PagePanel } from '../shell/page-panel.tsx'
import { download, fileNameAt } from '../../util/download.ts'

const NO_FILTER: CallFilter = { text: '', kind: null, isProblemsOnly: false }

/** The recent calls of all tabs: what was sent, how long it waited, and the answer. */
export default function CallsPage() {
  const runtime = useRuntime()
  const records = useRuntimeStore(callLogStore, (state) => state.records)
  const [filter, setFilter] = useState(NO_FILTER)
  const change = (part: Partial<CallFilter>) => setFilter({ ...filter, ...part })
  const applied = useDeferredValue(filter)
  const shown = useMemo(
    () => records.filter((record) => matchesCall(record, applied)),
    [records, applied],
  )
  const newestFirst = useMemo(() => shown.toReversed(), [shown])
  return (
    <PagePanel title={t('nav.activity')}>
      <div className="flex h-full flex-col">
        <search className="border-line grid shrink-0 grid-cols-2 gap-2 border-b px-5 py-3">
          <input
            type="search"
            aria-label={t('calls.filter')}
            placeholder={t('calls.filter')}
            value={filter.text}
            onChange={({ target }) => change({ text: target.value })}
            className={inputClass}
          />
          <select
            aria-label={t('calls.kind')}
            value={filter.kind ?? ''}
            onChange={({ target }) =>
              change({ kind: CALL_KINDS.find((kind) => kind === target.value) ?? null })
            }
            className={inputClass}
          >
            <option value="">{t('calls.allKinds')}</option>
            {CALL_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(callNames[kind])}
              </option>
            ))}
          </select>
          <label className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              checked={filter.isProblemsOnly}
              onChange={({ target }) => change({ isProblemsOnly: target.checked })}
              className="accent-accent size-4"
            />
            {t('calls.problemsOnly')}
          </label>
          <div className="flex justify-end gap-2">
            <Button
              size="small"
              disabledReason={shown.length === 0 ? t('calls.nothingShown') : null}
              onClick={() =>
                download(
                  fileNameAt('calls', 'jsonl', Date.now()),
                  asJsonLines(shown),
                  'application/jsonl',
                )
              }
            >
              {t('calls.export')}
            </Button>
            <Button
              size="small"
              disabledReason={records.length === 0 ? t('calls.none') : null}
              onClick={() => clearCallLog(runtime)}
            >
              {t('calls.clear')}
            </Button>
          </div>
        </search>
        <p role="status" className="text-muted px-5 py-2 text-xs">
          {t('calls.count', { shown: shown.length, all: records.length })} {t('calls.kept')}
        </p>
        {shown.length > 0 ? (
          <CallList records={newestFirst} />
        ) : (
          <EmptyNote title={t(records.length === 0 ? 'calls.none' : 'calls.noMatch')}>
            {records.length === 0 ? (
              t('calls.noneText')
            ) : (
              <Button size="small" onClick={() => setFilter(NO_FILTER)}>
                {t('list.clearFilter')}
              </Button>
            )}
          </EmptyNote>
        )}
      </div>
    </PagePanel>
  )
}
