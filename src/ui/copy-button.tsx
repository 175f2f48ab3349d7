import { useState } from 'react'
import { t } from '../i18n/t.ts'
import { Icon } from './icon.tsx'
import { useTabIndex } from './tab-stop.ts'

type CopyState = 'idle' | 'copied' | 'refused'

/**
 * Copies a text without showing more of it than is on screen. `name` says what is copied, so
 * that every button has its own name. `label` is shown beside the icon where several buttons
 * stand together.
 */
export function CopyButton({
  text,
  name,
  label: shown,
}: {
  text: string
  name: string
  label?: string
}) {
  const [state, setState] = useState<CopyState>('idle')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch {
      // No permission, or no secure context: the user has to select the text.
      setState('refused')
    }
  }
  const label = {
    idle: t('copy.action', { name }),
    copied: t('copy.done', { name }),
    refused: t('copy.refused', { name }),
  }[state]
  return (
    <button
      type="button"
      tabIndex={useTabIndex()}
      aria-label={label}
      title={label}
      onClick={() => void copy()}
      onBlur={() => setState('idle')}
      className="text-muted hover:bg-hover hover:text-text -my-0.5 inline-flex h-6 min-w-6 shrink-0 items-center justify-center gap-1 rounded px-1 text-xs"
    >
      <Icon
        name={state === 'copied' ? 'check' : state === 'refused' ? 'warning' : 'copy'}
        className="size-3.5"
      />
      {shown}
    </button>
  )
}
