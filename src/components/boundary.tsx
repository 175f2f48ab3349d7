import { Component, type ReactNode } from 'react'
import { t } from '../i18n/t.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { crashReport } from './crash-report.ts'

type BoundaryProps = {
  /** What the part is called. */
  name: string
  children: ReactNode
  /** Wraps what stands in its place where markup demands it, as in a table. */
  frame?: (fallback: ReactNode) => ReactNode
}

/**
 * Keeps a crash to its part of the page: the rest goes on, and so do the sessions and the calls,
 * which no part of the page owns.
 */
export class Boundary extends Component<BoundaryProps, { error: unknown; atMs: number }> {
  override state = { error: null as unknown, atMs: 0 }

  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error('nothing was thrown'), atMs: Date.now() }
  }

  override render() {
    const { error, atMs } = this.state
    const { name, children, frame } = this.props
    if (error === null) return children
    const fallback = (
      <div
        role="alert"
        aria-label={t('crash.region', { name })}
        className="bg-error-wash border-error/40 flex flex-wrap items-center gap-2 border px-4 py-2 text-sm"
      >
        <Icon name="warning" className="text-error" />
        <span className="min-w-0 flex-1 basis-40">{t('crash.part', { name })}</span>
        <Button size="small" onClick={() => this.setState({ error: null })}>
          {t('crash.reloadPart')}
        </Button>
        <CopyButton
          text={crashReport(error, name, atMs)}
          name={t('crash.report')}
          label={t('crash.report')}
        />
      </div>
    )
    return frame ? frame(fallback) : fallback
  }
}
