import { useMemo, useState } from 'react'
import { HistoryItem } from './history-item.tsx'
import { PagePanel } from '../shell/page-panel.tsx'
import { t } from '../../i18n/t.ts'
import { clearHistory, historyStore } from '../../monitor/history-store.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { EmptyNote } from '../../ui/empty-note.tsx'
import { inputClass } from '../../ui/input-class.ts'
import { download, fileNameAt } from '../../util/download.ts'
import { asCsv, asJson } from '../../monitor/export.ts'
import type { HistoryEntry } from '../../monitor/history.ts'
import { KEPT_DAYS } from '../../monitor/retention.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { storageHealthStore } from '../../runtime/storage-health.ts'

/** Entries drawn at most. The filter and the exports reach the others. */
const MAX_DRAWN = 200

/** The page of the sessions that ended: when, why, and what they were. */
export default function HistoryPage() {
  const entries = useRuntimeStore(historyStore, (state) => state.rows)
  const isForgetful = useRuntimeStore(storageHealthStore, (state) => state.isRefused)
  const [text, setText] = useState('')
  const ended = useMemo(
    () =>
      [...entries.values()]
        .filter(({ endedAtMs }) => endedAtMs !== null)
        .toSorted((a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0)),
    [entries],
  )
  const found = ended.filter((entry) => matches(entry, text.trim().toLowerCase()))
  return (
    <PagePanel title={t('history.title')}>
      <search className="border-line grid gap-2 border-b px-5 py-3">
        <input
          type="search"
          aria-label={t('history.filter')}
          placeholder={t('history.filter')}
          value={text}
          onChange={({ target }) => setText(target.value)}
          className={inputClass}
        />
        <div className="flex flex-wrap items-center gap-2">
          <ExportButtons entries={found} />
          <span className="flex-1" />
          <ClearButton count={ended.length} />
        </div>
      </search>
      {isForgetful && <Banner tone="warning">{t('history.forgetful')}</Banner>}
      <p
        role="status"
        className={ended.length === 0 ? 'sr-only' : 'text-muted px-5 py-2 text-xs'}
      >
        {t('history.count', { shown: found.length, all: ended.length, days: KEPT_DAYS })}
      </p>
      {found.length > 0 ? (
        <ul aria-label={t('history.title')} className="border-line border-t">
          {found.slice(0, MAX_DRAWN).map((entry) => (
            <HistoryItem key={entry.key} entry={entry} />
          ))}
        </ul>
      ) : ended.length > 0 ? (
        <EmptyNote title={t('history.noMatch')}>
          <Button size="small" onClick={() => setText('')}>
            {t('list.clearFilter')}
          </Button>
        </EmptyNote>
      ) : (
        <EmptyNote title={t('history.none')}>{t('history.noneText')}</EmptyNote>
      )}
    </PagePanel>
  )
}

/** Returns whether an entry contains a text. @param text in lower case */
function matches(
  { sessionId, accountName, region, size, reason }: HistoryEntry,
  text: string,
): boolean {
  return [sessionId, accountName, region, size, reason].some((part) =>
    String(part).toLowerCase().includes(text),
  )
}

function ExportButtons({ entries }: { entries: readonly HistoryEntry[] }) {
  const disabledReason = entries.length === 0 ? t('history.nothingShown') : null
  const save = (extension: string, content: string, type: string) =>
    download(fileNameAt('history', extension, Date.now()), content, type)
  return (
    <>
      <Button
        size="small"
        disabledReason={disabledReason}
        onClick={() => save('csv', asCsv(entries), 'text/csv')}
      >
        {t('history.csv')}
      </Button>
      <Button
        size="small"
        disabledReason={disabledReason}
        onClick={() => save('json', asJson(entries), 'application/json')}
      >
        {t('history.json')}
      </Button>
    </>
  )
}

/** Deletes the ended sessions from the history, after a question. */
function ClearButton({ count }: { count: number }) {
  const runtime = useRuntime()
  const [isAsking, setIsAsking] = useState(false)
  return (
    <>
      <Button
        size="small"
        disabledReason={count === 0 ? t('history.none') : null}
        onClick={() => setIsAsking(true)}
      >
        {t('history.clear')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('history.clearTitle')}
          confirmLabel={t('history.clear')}
          onConfirm={() => {
            setIsAsking(false)
            clearHistory(runtime)
          }}
          onClose={() => setIsAsking(false)}
        >
          {t('history.clearText', { count })}
        </ConfirmDialog>
      )}
    </>
  )
}
