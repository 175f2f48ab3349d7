import type { ReactNode } from 'react'
import { t } from '../../i18n/t.ts'
import { Button } from '../../ui/button.tsx'

/** Replaces the whole page after a crash. Sessions keep running, and nothing was sent. */
export function PageCrash({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto grid max-w-xl content-center gap-3 p-8">
      <h1 className="text-xl font-medium">{t('crash.title')}</h1>
      <p className="text-muted">{t('crash.text')}</p>
      {children}
      <div>
        <Button variant="primary" onClick={() => location.reload()}>
          {t('crash.reload')}
        </Button>
      </div>
    </main>
  )
}
