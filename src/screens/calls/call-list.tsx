import { useState } from 'react'
import { formatSecond } from '../../i18n/format-date.ts'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { endpointLabel } from '../../service/endpoints.ts'
import type { CallRecord } from '../../calls/call-log.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useRowWindow } from '../../ui/row-window.ts'
import { asCurl, asPowerShell, callPath, callTimes } from './call-text.ts'

const ROW_PX = 68

/** Recent calls, newest first; only those in view are in the document. */
export function CallList({ records }: { records: readonly CallRecord[] }) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const indexes = useRowWindow(scroller, records.length, ROW_PX)
  return (
    // Scrollable by keyboard, so it takes the focus.
    <div ref={setScroller} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto">
      <ul
        aria-label={t('calls.title')}
        className="relative text-sm"
        ref={(list) => {
          // Set by script: the content security policy allows no style attributes.
          if (list) list.style.height = `${records.length * ROW_PX}px`
        }}
      >
        {indexes.map((index) => {
          const record = records[index]
          return record ? (
            <li
              key={record.id}
              aria-setsize={records.length}
              aria-posinset={index + 1}
              ref={(entry) => {
                if (entry) entry.style.top = `${index * ROW_PX}px`
              }}
              className="border-line absolute inset-x-0 grid h-17 grid-cols-[minmax(0,1fr)] content-center gap-0.5 border-b px-5"
            >
              <Entry record={record} />
            </li>
          ) : null
        })}
      </ul>
    </div>
  )
}

function Entry({ record }: { record: CallRecord }) {
  const { waitMs, durationMs } = callTimes(record)
  const outcome =
    record.status === null ? t('calls.noAnswer', { error: record.error ?? '' }) : record.status
  const path = callPath(record)
  const region = endpointLabel(new URL(record.url).origin)
  return (
    <>
      <p className="flex items-baseline gap-2">
        <span className="text-muted tabular-nums">{formatSecond(record.sentAtMs)}</span>
        <span className="font-medium">{record.method}</span>
        <span className={record.error === null ? 'text-ready' : 'text-error'}>{outcome}</span>
        <span className="text-muted truncate max-sm:hidden">{region}</span>
        <span className="flex-1" />
        <CopyButton
          text={asCurl(record)}
          name={t('calls.curl', { path })}
          label={t('calls.curlShort')}
        />
        <CopyButton
          text={asPowerShell(record)}
          name={t('calls.powerShell', { path })}
          label={t('calls.powerShellShort')}
        />
      </p>
      <p className="truncate font-mono text-xs" title={path}>
        {
          // The account's id is the same in most of them, and hides what differs.
          path.replace(/^\/(v1\/)?accounts\/[^/]+/i, '…')
        }
      </p>
      <p className="text-muted truncate text-xs">
        {/* A phone has no room for it beside the buttons. */}
        <span className="sm:hidden">{region} · </span>
        {t('calls.times', { wait: waitMs, duration: durationMs })}
        {record.msCv !== null && ` · MS-CV ${visibleText(record.msCv)}`}
      </p>
    </>
  )
}
