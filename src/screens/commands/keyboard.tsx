import { type ReactNode, Suspense, useEffect, useEffectEvent, useRef } from 'react'
import { type MessageId, t } from '../../i18n/t.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { lazyPart } from '../../ui/lazy-part.ts'
import { StopDialog } from '../sessions/stop-dialog.tsx'
import { Boundary } from '../shell/boundary.tsx'
import { actOnKey, placeOf } from './act-on-key.ts'
import { isApple } from './key-names.ts'
import { closeLayer, type Layer, layerStore, typeQuery } from './layer-store.ts'
import { type Prefix, readKey } from './shortcuts.ts'

const HelpSheet = lazyPart<{ onClose: () => void }>(async () => ({
  default: (await import('./help-sheet.tsx')).HelpSheet,
}))

const Palette = lazyPart<{ onClose: () => void }>(async () => ({
  default: (await import('./palette.tsx')).Palette,
}))

const NAMES: Record<Layer['kind'], MessageId> = {
  help: 'shortcut.help',
  palette: 'command.name',
  stop: 'stop.action',
}

/** Keys that are for a layer which is on its way, besides characters. */
const LAYER_KEYS = ['Enter', 'Escape']

/** Listens for the shortcuts, and holds the layers that they open. Their code comes with them. */
export function Keyboard() {
  const runtime = useRuntime()
  const layer = useRuntimeStore(layerStore, (state) => state.layer)
  const prefix = useRef<Prefix>(null)
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    // Its code is on its way. What is typed for it must not act on the page.
    if (layer && !document.querySelector('dialog[open]')) {
      if (isCharacter(event)) typeQuery(runtime, (query) => query + event.key)
      if (event.key === 'Escape') closeLayer(runtime, layer)
      if (isCharacter(event) || LAYER_KEYS.includes(event.key)) event.preventDefault()
      return
    }
    const found = readKey(
      { ...pick(event), atMs: event.timeStamp },
      {
        place: placeOf(event.target),
        prefix: prefix.current,
        hasSingleKeys: preferencesStore(runtime).getState().hasSingleKeys,
        isApple: isApple(),
      },
    )
    prefix.current = found.prefix
    if (found.shortcut && actOnKey(runtime, found.shortcut)) event.preventDefault()
  })
  useEffect(() => {
    // On the document, after whatever has the focus had its chance to use the key itself.
    const listener = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
  if (!layer) return null
  const close = () => closeLayer(runtime, layer)
  return (
    <Boundary name={t(NAMES[layer.kind])} frame={frame}>
      <Suspense>
        {layer.kind === 'help' && <HelpSheet onClose={close} />}
        {layer.kind === 'palette' && <Palette onClose={close} />}
        {layer.kind === 'stop' && <StopDialog row={layer.row} onClose={close} />}
      </Suspense>
    </Boundary>
  )
}

function isCharacter({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key.length === 1 && !ctrlKey && !metaKey && !altKey
}

/** Where it says that a layer could not be opened. */
function frame(fallback: ReactNode) {
  return (
    <div className="bg-panel border-line shadow-float fixed bottom-4 left-4 z-50 max-w-sm rounded-md border">
      {fallback}
    </div>
  )
}

/** The parts of an event that tell its key; they aren't its own properties, so none is spread. */
function pick(event: KeyboardEvent) {
  const { key, ctrlKey, metaKey, altKey, shiftKey, repeat, keyCode } = event
  // Safari ends a composition before the key that ended it, and marks that key by its code only.
  const isComposing = event.isComposing || keyCode === 229
  return { key, ctrlKey, metaKey, altKey, shiftKey, repeat, isComposing }
}
