import { t } from '../../i18n/t.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { keyCaps } from './key-names.ts'
import { openLayer } from './layer-store.ts'

/** Opens the palette, for those who use no keyboard, and names its keys. */
export function PaletteButton() {
  const runtime = useRuntime()
  const title = t('command.buttonTitle', { keys: keyCaps('Mod+k').join('+') })
  return (
    <button
      type="button"
      aria-label={t('command.name')}
      aria-haspopup="dialog"
      title={title}
      className={`${buttonClass('quiet')} text-muted w-full px-0!`}
      onClick={() => openLayer(runtime, { kind: 'palette' })}
    >
      <Icon name="command" />
    </button>
  )
}
