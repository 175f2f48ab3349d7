import {
  type KeyboardEvent,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react'
import { type MessageId, t } from '../../../i18n/t.ts'
import { useRuntime } from '../../../runtime/runtime-context.ts'
import { useFleet } from '../../../sessions/fleet.tsx'
import { useServerNowOf } from '../../../sessions/time-left.ts'
import type { KeyHandler, ListedSuggestions, SuggestedPlace } from '../filter-field.tsx'
import type { Key } from './parse-filter.ts'
import { factsOf } from './row-filter.ts'
import { accept, suggest, type Suggestion } from './suggest.ts'

const keyTexts: Record<Key, MessageId> = {
  status: 'filter.status',
  left: 'filter.left',
  region: 'filter.region',
  account: 'filter.account',
  size: 'filter.size',
  mine: 'filter.mine',
  elapsed: 'filter.elapsed',
  lease: 'filter.lease',
  cost: 'filter.cost',
}

type Props = {
  /** ID of the list, to which the field refers. */
  id: string
  input: HTMLInputElement
  /** Gets the handler of the field's keys. */
  keys: Ref<KeyHandler>
  text: string
  place: SuggestedPlace | null
  setPlace: (place: SuggestedPlace | null) => void
  /** Tells the field what is listed; null while the list is closed. */
  onListed: (listed: ListedSuggestions | null) => void
}

/** The suggestions beneath the field of the filter. */
export function FilterSuggestions(props: Props) {
  const { place, setPlace } = props
  return place ? (
    <OpenSuggestions {...props} place={place} />
  ) : (
    <OpeningKeys keys={props.keys} onOpen={(caret) => setPlace({ caret, marked: null })} />
  )
}

/** Opens the suggestions by arrow keys. */
function OpeningKeys({
  keys,
  onOpen,
}: Pick<Props, 'keys'> & { onOpen: (caret: number) => void }) {
  useImperativeHandle(keys, () => (event) => {
    if (!/^Arrow(?:Down|Up)$/.test(event.key) || hasModifier(event)) return
    event.preventDefault()
    onOpen(event.currentTarget.selectionStart ?? 0)
  })
  return null
}

/** Computed only while they are open, because they count sessions. */
function OpenSuggestions({
  id,
  input,
  keys,
  text,
  place,
  setPlace,
  onListed,
}: Props & { place: SuggestedPlace }) {
  const runtime = useRuntime()
  const { rows } = useFleet()
  const serverNowOf = useServerNowOf()
  const list = useRef<HTMLDivElement>(null)
  const suggestions = useMemo(
    () => suggest(text, place.caret, rows, factsOf(runtime, serverNowOf)),
    [text, place.caret, rows, runtime, serverNowOf],
  )
  const { options } = suggestions
  const marked = place.marked ?? (suggestions.isFirstMeant && options.length > 0 ? 0 : null)
  const activeId = marked === null ? undefined : optionId(id, marked)
  const isShown = options.length > 0
  useLayoutEffect(() => {
    if (!isShown) return
    onListed({ activeId })
    const active = list.current?.querySelector('[aria-selected="true"]')
    active?.scrollIntoView({ block: 'nearest' })
    return () => onListed(null)
  }, [onListed, isShown, activeId])

  const take = (option: Suggestion) => {
    const after = accept(text, suggestions, option)
    const { from, to } = suggestions
    // As if it had been typed, so that the field keeps its text and its caret in step.
    input.focus()
    input.setRangeText(after.text.slice(from, after.caret), from, to, 'end')
    input.dispatchEvent(new Event('input', { bubbles: true }))
    if (option.kind === 'value') setPlace(null)
  }
  useImperativeHandle(keys, () => (event) => {
    const isPlain = isShown && !event.nativeEvent.isComposing && !hasModifier(event)
    const key = isPlain ? event.key : ''
    const chosen = marked === null ? undefined : options[marked]
    if (key === 'ArrowDown')
      setPlace({ ...place, marked: ((marked ?? -1) + 1) % options.length })
    else if (key === 'ArrowUp')
      setPlace({ ...place, marked: ((marked ?? 0) - 1 + options.length) % options.length })
    else if ((key === 'Enter' || key === 'Tab') && chosen) take(chosen)
    else if (key === 'Escape' || key === 'Enter') setPlace(null)
    else {
      // The caret moves, and with it the place that is meant.
      if (/^(?:ArrowLeft|ArrowRight|Home|End)$/.test(event.key)) setPlace(null)
      return
    }
    event.preventDefault()
    event.stopPropagation()
  })

  return (
    isShown && (
      <div
        role="presentation"
        // A press on the list must not take the focus from the field.
        onMouseDown={(event) => event.preventDefault()}
        className="bg-panel border-line shadow-float absolute top-full right-0 z-20 mt-1 w-full rounded-md border p-1 text-sm sm:w-96"
      >
        <div
          ref={list}
          id={id}
          role="listbox"
          aria-label={t('filter.suggestions')}
          className="max-h-80 overflow-y-auto"
        >
          {options.map((option, index) => (
            <Option
              key={option.insert}
              id={optionId(id, index)}
              option={option}
              isMarked={index === marked}
              onTake={() => take(option)}
            />
          ))}
        </div>
        <p className="text-muted border-line mt-1 border-t px-2.5 pt-1.5 pb-1 text-xs">
          {t('filter.hint')}
        </p>
      </div>
    )
  )
}

function Option({
  id,
  option,
  isMarked,
  onTake,
}: {
  id: string
  option: Suggestion
  isMarked: boolean
  onTake: () => void
}) {
  const isKey = option.kind === 'key'
  return (
    // The keyboard stays in the field, which marks and takes an option by itself.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isMarked}
      onClick={onTake}
      className="hover:bg-hover aria-selected:bg-selected flex h-8 cursor-default items-center gap-3 rounded px-2.5 pointer-coarse:h-10"
    >
      <span className={`truncate ${isKey ? 'w-20 shrink-0 font-mono text-xs' : 'flex-1'}`}>
        {isKey ? option.insert : option.label}
      </span>
      <span className={`text-muted truncate ${isKey ? '' : 'tabular-nums'}`}>
        {isKey ? t(keyTexts[option.key]) : t('filter.count', { count: option.count })}
      </span>
    </div>
  )
}

function optionId(listId: string, index: number): string {
  return `${listId}-${index}`
}

function hasModifier({ ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return ctrlKey || altKey || metaKey || shiftKey
}
