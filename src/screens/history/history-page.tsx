import { useMemo, useState } from 'react'
import { HistoryItem } from './history-item.tsx'
import { PagePanel } from '../shell/page-panel.tsx'
import { t } from '../../i18n/t.ts'
import { clearHistory, useHistoryStore } from '../../monitor/history-store.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { inputClass } from '../../ui/field.tsx'
import { download, fileNameAt } from '../../util/download.ts'
import { asCsv, asJson } from '../../monitor/export.ts'
import { KEPT_DAYS } from '../../monitor/retention.ts'

/** More entries than this are found by the filter, or in the export. */
const SHOWN = 200

/** What happened: the sessions that ended, why, and what they were. */
export default function HistoryPage() {
  const entries = useHistoryStore((state) => state.entries)
  const isForgetful = useHistoryStore((state) => state.isForgetful)
  const [text, setText] = useState('')
  const [isAsking, setIsAsking] = useState(false)
  const ended = useMemo(
    () =>
      [...entries.values()]
        .filter(({ endedAtMs }) => endedAtMs !== null)
        .toSorted((a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0)),
    [entries],
  )
  const wanted = text.trim().toLowerCase()
  const found = ended.filter(({ sessionId, accountName, region, size, reason }) =>
    [sessionId, accountName, region, size, reason].some((part) =>
      String(part).toLowerCase().includes(wanted),
    ),
  )
  const nothing = found.length === 0 ? t('history.nothingShown') : null
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
          <Button
            size="small"
            disabledReason={nothing}
            onClick={() =>
              download(fileNameAt('history', 'csv', Date.now()), asCsv(found), 'text/csv')
            }
          >
            {t('history.csv')}
          </Button>
          <Button
            size="small"
            disabledReason={nothing}
            onClick={() =>
              download(
                fileNameAt('history', 'json', Date.now()),
                asJson(found),
                'application/json',
              )
            }
          >
            {t('history.json')}
          </Button>
          <span className="flex-1" />
          <Button
            size="small"
            disabledReason={ended.length === 0 ? t('history.none') : null}
            onClick={() => setIsAsking(true)}
          >
            {t('history.clear')}
          </Button>
        </div>
      </search>
      {isForgetful && <Banner tone="warning">{t('history.forgetful')}</Banner>}
      <p role="status" className="text-muted px-5 py-2 text-xs">
        {t('history.count', { shown: found.length, all: ended.length, days: KEPT_DAYS })}
      </p>
      {found.length === 0 ? (
        <p className="text-muted px-5 py-8 text-center text-sm">
          {t(ended.length === 0 ? 'history.none' : 'history.noMatch')}
        </p>
      ) : (
        <ul aria-label={t('history.title')}>
          {found.slice(0, SHOWN).map((entry) => (
            <HistoryItem key={entry.key} entry={entry} />
          ))}
        </ul>
      )}
      {isAsking && (
        <ConfirmDialog
          title={t('history.clearTitle')}
          confirmLabel={t('history.clear')}
          onConfirm={() => {
            setIsAsking(false)
            clearHistory()
          }}
          onClose={() => setIsAsking(false)}
        >
          {t('history.clearText', { count: ended.length })}
        </ConfirmDialog>
      )}
    </PagePanel>
  )
}
