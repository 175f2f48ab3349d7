import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { CloseButton } from '../../ui/close-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useModal } from '../../ui/use-modal.ts'
import type { Command } from './command.ts'
import { KeyCaps } from './key-caps.tsx'
import { layerStore, typeQuery } from './layer-store.ts'
import { listCommands, type Section } from './list-commands.ts'
import { noteRecent } from './recent-commands.ts'
import { useChoices } from './use-choices.ts'

/** The palette: a field, and under it the commands, pages, and sessions that fit. */
export function Palette({ onClose }: { onClose: () => void }) {
  const runtime = useRuntime()
  const choices = useChoices()
  const dialog = useModal()
  const id = useId()
  const query = useRuntimeStore(layerStore, (state) => state.query)
  const [activeAt, setActiveAt] = useState(0)
  const sections = useMemo(() => listCommands(query, choices), [query, choices])
  const commands = sections.flatMap((section) => section.commands)
  const active = commands[activeAt]

  const run = (chosen: Command | undefined) => {
    if (!chosen || chosen.disabledReason !== null) return
    if (chosen.recentId !== null) noteRecent(runtime, chosen.recentId)
    // First, so that the focus is back where it was, and a page that opens can return it there.
    dialog.current?.close()
    chosen.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const isOpener = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k'
    const to = moved(event.key, activeAt, commands.length)
    if (isOpener) dialog.current?.close()
    else if (event.key === 'Enter') run(active)
    else if (to !== null) setActiveAt(to)
    else return
    event.preventDefault()
  }
  return (
    <dialog
      ref={dialog}
      aria-label={t('command.name')}
      closedby="any"
      onClose={onClose}
      className="bg-panel text-text border-line shadow-float mx-auto mt-[10dvh] mb-0 h-[min(30rem,70dvh)] w-[min(40rem,calc(100vw-1rem))] overflow-hidden rounded-lg border p-0 open:flex max-sm:mt-2"
    >
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="border-line flex items-center gap-2 border-b py-1 pr-1 pl-4">
          <Icon name="search" className="text-muted" />
          <input
            type="text"
            role="combobox"
            aria-label={t('command.field')}
            aria-autocomplete="list"
            aria-expanded
            aria-controls={`${id}-list`}
            aria-activedescendant={active && `${id}-${activeAt}`}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder={t('command.placeholder')}
            value={query}
            onChange={({ target }) => {
              typeQuery(runtime, () => target.value)
              setActiveAt(0)
            }}
            onKeyDown={onKeyDown}
            className="h-10 min-w-0 flex-1 bg-transparent outline-none pointer-coarse:text-lg"
          />
          <CloseButton label={t('command.close')} onClick={() => dialog.current?.close()} />
        </div>
        <p role="status" className="sr-only">
          {t('command.count', { count: commands.length })}
        </p>
        <Options
          id={id}
          sections={sections}
          activeAt={activeAt}
          onPoint={setActiveAt}
          onChoose={run}
        />
        {commands.length === 0 && (
          <p className="text-muted flex-1 px-4 py-8 text-center text-sm">{t('command.none')}</p>
        )}
      </div>
    </dialog>
  )
}

/** Returns where a key moves the mark to; null for a key that doesn't move it. */
function moved(key: string, at: number, count: number): number | null {
  const last = Math.max(0, count - 1)
  switch (key) {
    case 'ArrowDown':
      return at >= last ? 0 : at + 1
    case 'ArrowUp':
      return at === 0 ? last : at - 1
    case 'PageDown':
      return Math.min(last, at + 8)
    case 'PageUp':
      return Math.max(0, at - 8)
    default:
      return null
  }
}

function Options({
  id,
  sections,
  activeAt,
  onPoint,
  onChoose,
}: {
  id: string
  sections: readonly Section[]
  activeAt: number
  onPoint: (at: number) => void
  onChoose: (chosen: Command) => void
}) {
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [activeAt, sections])
  const starts = sections.map((_, index) =>
    sections.slice(0, index).reduce((sum, { commands }) => sum + commands.length, 0),
  )
  return (
    <div
      ref={list}
      id={`${id}-list`}
      role="listbox"
      aria-label={t('command.name')}
      // The field keeps the focus, and on a phone its keyboard.
      onPointerDown={(event) => event.preventDefault()}
      className="min-h-0 overflow-y-auto overscroll-contain p-2 empty:hidden"
    >
      {sections.map(({ title, commands, more }, index) => (
        <div key={title} role="group" aria-labelledby={`${id}-${title}`}>
          <p id={`${id}-${title}`} className="text-muted scroll-mt-2 px-2 pt-2 pb-1 text-xs">
            {t(title)}
          </p>
          {commands.map((each, place) => {
            const at = (starts[index] ?? 0) + place
            return (
              <Option
                key={each.id}
                id={`${id}-${at}`}
                command={each}
                isActive={at === activeAt}
                onPoint={() => onPoint(at)}
                onChoose={() => onChoose(each)}
              />
            )
          })}
          {more > 0 && (
            <p className="text-muted px-2 py-1 text-xs">{t('command.more', { count: more })}</p>
          )}
        </div>
      ))}
    </div>
  )
}

function Option({
  id,
  command: { title, detail, keys, disabledReason },
  isActive,
  onPoint,
  onChoose,
}: {
  id: string
  command: Command
  isActive: boolean
  onPoint: () => void
  onChoose: () => void
}) {
  return (
    // The keys are handled by the field, which has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-disabled={disabledReason !== null}
      // A pointer that rests while lines pass under it marks nothing.
      onPointerMove={onPoint}
      onClick={onChoose}
      className="aria-selected:bg-selected flex min-h-9 items-center gap-3 rounded px-2 text-sm aria-disabled:text-muted pointer-coarse:min-h-11"
    >
      <span className="truncate">{title}</span>
      <span className="text-muted min-w-0 flex-1 truncate text-right text-xs">
        {disabledReason ?? detail}
      </span>
      {keys.length > 0 && (
        <span className="flex shrink-0 gap-1 pointer-coarse:hidden">
          {keys.map((key) => (
            <KeyCaps key={key} name={key} />
          ))}
        </span>
      )}
    </div>
  )
}
