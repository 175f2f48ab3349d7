import { type FormEvent, useEffect, useRef, useState } from 'react'
import { t } from '../../../i18n/t.ts'
import { visibleText } from '../../../i18n/visible-text.ts'
import {
  MAX_VIEW_NAME,
  preferencesStore,
  type SavedView,
  setPreferences,
} from '../../../runtime/preferences.ts'
import { useRuntime } from '../../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../../runtime/use-runtime-store.ts'
import { Button } from '../../../ui/button.tsx'
import { inputClass } from '../../../ui/input-class.ts'
import { movedView, viewNamed } from './saved-views.ts'

/**
 * Renames, orders, and deletes the saved views. The buttons act on the chosen view and keep their
 * place, so that several presses move the same view on. A view that was deleted can be brought back
 * until the layer is closed.
 */
export function ManageViews({ onDone }: { onDone: () => void }) {
  const runtime = useRuntime()
  const views = useRuntimeStore(preferencesStore, (state) => state.savedViews)
  const [chosenAt, setChosenAt] = useState(0)
  const [deleted, setDeleted] = useState<{ view: SavedView; at: number } | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that led here is gone.
  useEffect(() => heading.current?.focus(), [])
  const at = Math.min(chosenAt, views.length - 1)
  const chosen = views[at]
  const store = (savedViews: SavedView[]) => setPreferences(runtime, { savedViews })
  const move = (to: number) => {
    store(movedView(views, at, to))
    setChosenAt(to)
  }
  return (
    <div className="grid gap-3 p-3">
      <h2 ref={heading} tabIndex={-1} className="font-semibold outline-none">
        {t('views.manage')}
      </h2>
      <ul className="-mx-1 grid max-h-72 overflow-y-auto">
        {views.map(({ name }, index) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={index === at}
              aria-label={t('views.choose', { name })}
              className="hover:bg-hover aria-pressed:bg-selected h-8 w-full truncate rounded px-2 text-left pointer-coarse:h-10"
              onClick={() => setChosenAt(index)}
            >
              {visibleText(name)}
            </button>
          </li>
        ))}
      </ul>
      {chosen && (
        <RenameForm
          key={chosen.name}
          views={views}
          at={at}
          onRename={(name) => store(views.with(at, { ...chosen, name }))}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          disabledReason={at <= 0 ? t('view.first') : null}
          onClick={() => move(at - 1)}
        >
          {t('view.up')}
        </Button>
        <Button
          size="small"
          disabledReason={at >= views.length - 1 ? t('view.last') : null}
          onClick={() => move(at + 1)}
        >
          {t('view.down')}
        </Button>
        <Button
          size="small"
          variant="stop"
          disabledReason={chosen ? null : t('views.none')}
          onClick={() => {
            if (!chosen) return
            store(views.toSpliced(at, 1))
            setDeleted({ view: chosen, at })
          }}
        >
          {t('views.delete')}
        </Button>
        <Button size="small" variant="primary" className="ml-auto" onClick={onDone}>
          {t('views.done')}
        </Button>
      </div>
      <div role="status" className="flex h-7 items-center gap-2">
        {deleted && (
          <>
            <span className="text-muted min-w-0 flex-1 truncate">
              {t('views.deleted', { name: deleted.view.name })}
            </span>
            <Button
              size="small"
              onClick={() => {
                if (viewNamed(views, deleted.view.name) === -1)
                  store(views.toSpliced(deleted.at, 0, deleted.view))
                setChosenAt(deleted.at)
                setDeleted(null)
                heading.current?.focus()
              }}
            >
              {t('views.undo')}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}

function RenameForm({
  views,
  at,
  onRename,
}: {
  views: readonly SavedView[]
  at: number
  onRename: (name: string) => void
}) {
  const [typed, setTyped] = useState(views[at]?.name ?? '')
  const name = typed.trim()
  const other = viewNamed(views, name)
  const problem =
    name === ''
      ? t('views.nameMissing')
      : other !== -1 && other !== at
        ? t('views.nameTaken')
        : null
  const rename = (event: FormEvent) => {
    event.preventDefault()
    if (problem === null) onRename(name)
  }
  return (
    <form className="flex gap-2" onSubmit={rename}>
      <input
        aria-label={t('views.name')}
        maxLength={MAX_VIEW_NAME}
        autoComplete="off"
        className={inputClass}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Button type="submit" disabledReason={problem}>
        {t('views.rename')}
      </Button>
    </form>
  )
}
