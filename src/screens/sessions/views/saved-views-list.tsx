import { type FormEvent, useMemo, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { t } from '../../../i18n/t.ts'
import { visibleText } from '../../../i18n/visible-text.ts'
import {
  MAX_VIEW_NAME,
  MAX_VIEWS,
  preferencesStore,
  type SavedView,
  setPreferences,
} from '../../../runtime/preferences.ts'
import { useRuntime } from '../../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../../runtime/use-runtime-store.ts'
import { isPartial, useCoverage } from '../../../sessions/coverage.ts'
import { useFleet } from '../../../sessions/fleet.tsx'
import { useServerNowOf } from '../../../sessions/time-left.ts'
import { Button } from '../../../ui/button.tsx'
import { inputClass } from '../../../ui/input-class.ts'
import { PageLink } from '../../shell/page-link.tsx'
import { rowFilter } from '../filter/row-filter.ts'
import { readTableQuery } from '../table-model.ts'
import { ManageViews } from './manage-views.tsx'
import { isShowing, queryToSave, viewNamed, withView } from './saved-views.ts'

/** The saved views with the number of sessions in each, and a field to save the present one. */
export function SavedViewsList() {
  const views = useRuntimeStore(preferencesStore, (state) => state.savedViews)
  const [step, setStep] = useState<'opened' | 'managing' | 'managed'>('opened')
  if (step === 'managing') return <ManageViews onDone={() => setStep('managed')} />
  return (
    <div className="grid gap-3 p-3">
      <h2
        // The button that led back here is gone.
        ref={step === 'managed' ? takeFocus : undefined}
        tabIndex={-1}
        className="font-semibold outline-none"
      >
        {t('views.button')}
      </h2>
      {views.length === 0 ? (
        <p className="text-muted">{t('views.none')}</p>
      ) : (
        <ViewLinks views={views} />
      )}
      <SaveForm views={views} />
      {views.length > 0 && (
        <Button
          size="small"
          variant="quiet"
          className="justify-self-start"
          onClick={() => setStep('managing')}
        >
          {t('views.manage')}
        </Button>
      )}
    </div>
  )
}

/** Gives the focus to what has just been drawn. */
function takeFocus(element: HTMLElement | null): void {
  element?.focus()
}

function ViewLinks({ views }: { views: readonly SavedView[] }) {
  const { pathname, search } = useLocation()
  const address = useMemo(() => new URLSearchParams(search), [search])
  const { endpoints } = useFleet()
  const isAtLeast = isPartial(useCoverage(endpoints))
  const counts = useCounts(views)
  return (
    <ul className="-mx-1 grid max-h-72 overflow-y-auto">
      {views.map((view, index) => (
        <li key={view.name}>
          <PageLink
            to={{ pathname, search: view.query }}
            aria-current={isShowing(view, address) || undefined}
            onClick={({ currentTarget }) =>
              currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
            }
            className="hover:bg-hover aria-[current]:bg-selected flex h-8 items-center gap-3 rounded px-2 pointer-coarse:h-10"
          >
            <span className="min-w-0 flex-1 truncate">{visibleText(view.name)}</span>
            <span className="text-muted tabular-nums">
              {t(isAtLeast ? 'views.countAtLeast' : 'views.count', {
                count: counts[index] ?? 0,
              })}
            </span>
          </PageLink>
        </li>
      ))}
    </ul>
  )
}

/** Returns how many sessions each view shows now, updated every 5 s. */
function useCounts(views: readonly SavedView[]): number[] {
  const runtime = useRuntime()
  const { rows } = useFleet()
  const serverNowOf = useServerNowOf()
  return useMemo(
    () =>
      views.map(({ query }) => {
        const { text, knownStatuses } = readTableQuery(new URLSearchParams(query))
        const passes = rowFilter(runtime, text, knownStatuses).testAt(serverNowOf)
        return rows.filter(passes).length
      }),
    [runtime, views, rows, serverNowOf],
  )
}

/** Saves the present filter and order. A name that exists gets them instead of its own. */
function SaveForm({ views }: { views: readonly SavedView[] }) {
  const runtime = useRuntime()
  const { pathname, search } = useLocation()
  const navigate = useNavigate()
  const { rows } = useFleet()
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const isReplacing = viewNamed(views, name) !== -1
  const isFull = views.length >= MAX_VIEWS && !isReplacing
  const problem = isFull
    ? t('views.full', { max: MAX_VIEWS })
    : name === ''
      ? t('views.nameMissing')
      : null
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (problem !== null) return
    const query = queryToSave(new URLSearchParams(search), rows)
    setPreferences(runtime, { savedViews: withView(views, { name, query }) })
    setTyped('')
    // So that what was known of statuses counts at once, as when the view is opened.
    void navigate({ pathname, search: query }, { replace: true })
  }
  return (
    <form className="border-line grid gap-1.5 border-t pt-3" onSubmit={save}>
      <div className="flex gap-2">
        <input
          aria-label={t('views.name')}
          placeholder={t('views.name')}
          maxLength={MAX_VIEW_NAME}
          autoComplete="off"
          className={inputClass}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Button type="submit" disabledReason={problem}>
          {t(isReplacing ? 'views.replace' : 'views.save')}
        </Button>
      </div>
      <p className="text-muted text-xs empty:hidden">
        {views.length === 0
          ? null
          : isFull
            ? t('views.full', { max: MAX_VIEWS })
            : t('views.saveHint')}
      </p>
    </form>
  )
}
