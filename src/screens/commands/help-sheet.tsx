import { useId } from 'react'
import { type MessageId, t } from '../../i18n/t.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { CloseButton } from '../../ui/close-button.tsx'
import { useModal } from '../../ui/use-modal.ts'
import { KeyCaps } from './key-caps.tsx'
import { isSingleKey, type Shortcut, SHORTCUT_GROUPS, SHORTCUTS } from './shortcuts.ts'

const GROUP_TITLES: Record<Shortcut['group'], MessageId> = {
  anywhere: 'shortcut.anywhere',
  goTo: 'shortcut.goTo',
  row: 'shortcut.row',
  selection: 'shortcut.selection',
}

/** The sheet of all shortcuts, as a dialog. Closing returns the focus to where it was. */
export function HelpSheet({ onClose }: { onClose: () => void }) {
  const dialog = useModal()
  const id = useId()
  const hasSingleKeys = useRuntimeStore(preferencesStore, (state) => state.hasSingleKeys)
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={onClose}
      closedby="any"
      className="bg-panel text-text border-line shadow-float m-auto max-h-[calc(100dvh-2rem)] w-[min(44rem,calc(100vw-2rem))] overflow-hidden rounded-lg border p-0 open:flex"
    >
      <div className="flex min-h-0 flex-1 flex-col">
        <header className="border-line flex items-center gap-3 border-b py-2 pr-2 pl-5">
          <h2 id={id} className="flex-1 text-lg font-semibold">
            {t('shortcut.help')}
          </h2>
          <CloseButton label={t('shortcut.close')} onClick={() => dialog.current?.close()} />
        </header>
        <div className="overflow-y-auto overscroll-contain p-5 sm:columns-2 sm:gap-8">
          {SHORTCUT_GROUPS.map((group) => (
            <Group key={group} group={group} />
          ))}
        </div>
        <p className="border-line text-muted border-t px-5 py-3 text-xs">
          {t(hasSingleKeys ? 'shortcut.canTurnOff' : 'shortcut.areOff')}
        </p>
      </div>
    </dialog>
  )
}

function Group({ group }: { group: Shortcut['group'] }) {
  const id = useId()
  const hasSingleKeys = useRuntimeStore(preferencesStore, (state) => state.hasSingleKeys)
  return (
    <section aria-labelledby={id} className="mb-5 break-inside-avoid">
      <h3 id={id} className="mb-1 text-sm font-semibold">
        {t(GROUP_TITLES[group])}
      </h3>
      <dl>
        {SHORTCUTS.filter((each) => each.group === group).map((shortcut) => (
          <div
            key={shortcut.id}
            className={`flex min-h-8 items-center justify-between gap-3 text-sm ${
              hasSingleKeys || !isSingleKey(shortcut) ? '' : 'text-muted line-through'
            }`}
          >
            <dt>{t(shortcut.title)}</dt>
            <dd className="flex items-center gap-1.5">
              {shortcut.keys.map((key) => (
                <KeyCaps key={key} name={key} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
