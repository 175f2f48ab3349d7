import { useRouteError } from 'react-router'
import { t } from '../i18n/t.ts'
import { Button } from '../ui/button.tsx'

/** What stands in place of a page that broke. Sessions run on; nothing was sent. */
export const RouteError = () => {
  const error = useRouteError()
  return (
    <main className="mx-auto grid max-w-xl content-center gap-3 p-8">
      <h1 className="text-xl font-medium">{t('crash.title')}</h1>
      <p className="text-muted">{t('crash.text')}</p>
      <pre className="bg-bar border-line overflow-auto rounded border p-3 font-mono text-xs">
        {error instanceof Error ? error.message : String(error)}
      </pre>
      <div>
        <Button variant="primary" onClick={() => location.reload()}>
          {t('crash.reload')}
        </Button>
      </div>
    </main>
  )
}
