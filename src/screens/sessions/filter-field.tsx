import {
  type KeyboardEvent,
  type Ref,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import { t } from '../../i18n/t.ts'
import { Icon } from '../../ui/icon.tsx'
import { inputClass } from '../../ui/input-class.ts'
import { useAfterList } from '../shell/list-first.tsx'

/** Where suggestions are asked for. `marked`: index of the one that arrow keys marked */
export type SuggestedPlace = { caret: number; marked: number | null }

/** The suggestions as the field must describe them. `activeId`: the marked one, if any */
export type ListedSuggestions = { activeId: string | undefined }

/** Handles a key in the field before the field does. */
export type KeyHandler = (event: KeyboardEvent<HTMLInputElement>) => void

/**
 * The field of the filter. Its suggestions come after the list. They open with typing and with a
 * press, but not with the focus alone, because they cover rows.
 */
export function FilterField({
  ref,
  text,
  onType,
  onLeave,
}: {
  ref: Ref<HTMLInputElement | null>
  text: string
  onType: (text: string) => void
  onLeave: () => void
}) {
  const parts = useAfterList()
  const id = useId()
  const [input, setInput] = useState<HTMLInputElement | null>(null)
  const [place, setPlace] = useState<SuggestedPlace | null>(null)
  const [listed, setListed] = useState<ListedSuggestions | null>(null)
  const keys = useRef<KeyHandler>(null)
  useImperativeHandle<HTMLInputElement | null, HTMLInputElement | null>(ref, () => input, [
    input,
  ])
  const openAt = ({ selectionStart, value }: HTMLInputElement) =>
    setPlace({ caret: selectionStart ?? value.length, marked: null })
  return (
    <div className="relative min-w-0 flex-1 sm:w-52 xl:w-72">
      <Icon name="search" className="text-muted absolute top-1/2 left-2 -translate-y-1/2" />
      <input
        ref={setInput}
        type="search"
        data-shortcut="filter"
        role="combobox"
        aria-label={t('list.filter')}
        aria-autocomplete="list"
        aria-expanded={listed !== null}
        aria-controls={listed ? id : undefined}
        aria-activedescendant={listed?.activeId}
        autoComplete="off"
        spellCheck={false}
        value={text}
        placeholder={t('list.filter')}
        onChange={({ target }) => {
          onType(target.value)
          openAt(target)
        }}
        onClick={({ currentTarget }) => openAt(currentTarget)}
        onKeyDown={(event) => keys.current?.(event)}
        onBlur={() => {
          setPlace(null)
          onLeave()
        }}
        className={`${inputClass} pl-7`}
      />
      {parts && input && (
        <parts.FilterSuggestions
          id={id}
          input={input}
          keys={keys}
          text={text}
          place={place}
          setPlace={setPlace}
          onListed={setListed}
        />
      )}
    </div>
  )
}
