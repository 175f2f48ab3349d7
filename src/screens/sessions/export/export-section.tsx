import { useId } from 'react'
import { t } from '../../../i18n/t.ts'
import { useRuntime } from '../../../runtime/runtime-context.ts'
import { Button } from '../../../ui/button.tsx'
import { copyLink, exportsOf } from './exports.ts'
import { liveSessions, shownSessions } from './shown-sessions.ts'

/** Takes the sessions that the list shows elsewhere, and copies a link to the view. */
export function ExportSection() {
  const runtime = useRuntime()
  const id = useId()
  const rows = liveSessions(shownSessions(runtime).rows)
  const disabledReason = rows.length === 0 ? t('export.nothing') : null
  return (
    <section aria-labelledby={id} className="border-line grid gap-2 border-t p-3">
      <h2 id={id} className="font-semibold">
        {t('export.shown')}
      </h2>
      <div className="grid grid-cols-2 gap-2">
        {exportsOf(runtime, rows).map((each) => (
          <Button
            key={each.id}
            size="small"
            title={each.title}
            disabledReason={disabledReason}
            onClick={() => {
              // What the list shows at the click, and not when this was drawn.
              const now = exportsOf(runtime, liveSessions(shownSessions(runtime).rows))
              now.find((other) => other.id === each.id)?.run()
            }}
          >
            {each.label}
          </Button>
        ))}
        <Button size="small" onClick={() => copyLink(runtime)}>
          {t('export.copyLink')}
        </Button>
      </div>
    </section>
  )
}
