import { Component, type ReactNode } from 'react'
import { t } from '../../i18n/t.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { fetchFailedParts, PartNotLoaded } from '../../ui/lazy-part.ts'
import { crashReport } from './crash-report.ts'

type BoundaryProps = {
  /** Name of the part. */
  name: string
  children: ReactNode
  /** Identifies what the part shows. When it changes, an earlier crash is cleared. */
  content?: string
  /** Wraps the fallback where the markup requires it, as in a table. */
  frame?: (fallback: ReactNode) => ReactNode
}

type BoundaryState = {
  /** What was thrown; null without a crash. */
  error: unknown
  atMs: number
  /** How often this part was reloaded. */
  reloads: number
}

/**
 * Confines a crash, or code that could not be fetched, to its part of the page. The rest keeps
 * working, and so do sessions and calls, which no part of the page owns.
 */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = {
    error: null,
    atMs: 0,
    reloads: 0,
  }

  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error('nothing was thrown'), atMs: Date.now() }
  }

  override componentDidUpdate(before: BoundaryProps) {
    if (before.content !== this.props.content) this.startAnew()
  }

  override componentWillUnmount() {
    // A part that is opened again fetches its code again.
    fetchFailedParts()
  }

  startAnew = () => {
    fetchFailedParts()
    this.setState({ error: null, reloads: 0 })
  }

  reload = () => {
    fetchFailedParts()
    this.setState(({ reloads }) => ({ error: null, reloads: reloads + 1 }))
  }

  override render() {
    const { error, atMs, reloads } = this.state
    const { name, children, frame } = this.props
    if (error === null) return children
    const isMissing = error instanceof PartNotLoaded
    const fallback = (
      <div
        role="alert"
        aria-label={t('crash.region', { name })}
        className="bg-error-wash border-error/40 flex w-full flex-wrap items-center gap-2 self-start border px-4 py-2 text-sm"
      >
        <Icon name="warning" className="text-error" />
        <span className="min-w-0 flex-1 basis-40">
          {t(isMissing ? 'crash.notLoaded' : 'crash.part', { name })}
        </span>
        <Button size="small" onClick={this.reload}>
          {t('crash.reloadPart')}
        </Button>
        {/* Code that still can't be fetched was replaced by a newer version on the server. */}
        {isMissing && reloads > 0 && (
          <Button
            size="small"
            title={t('crash.reloadPageHint')}
            onClick={() => location.reload()}
          >
            {t('crash.reloadPage')}
          </Button>
        )}
        <CopyButton
          text={crashReport(error, name, atMs)}
          name={t('crash.report')}
          label={t('crash.copyReport')}
        />
      </div>
    )
    return frame ? frame(fallback) : fallback
  }
}
