import { type FocusEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { t } from '../../i18n/t.ts'
import { dismissToast, type Toast, type ToastAction, toastsStore } from './toasts-store.ts'
import { Button } from '../../ui/button.tsx'
import { tellOutcomes } from './tell-outcomes.ts'
import { type FocusMemory, isFocusLost, rememberFocus, returnFocus } from '../../ui/focus.ts'
import { Icon } from '../../ui/icon.tsx'
import { ErrorTechnical } from './error-details.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

const SUCCESS_FOR_MS = 8000

/**
 * The messages about what came of the user's actions. They have a place of their own beneath the
 * list and cover nothing: neither the actions of the last rows nor the buttons of a form.
 */
export function Toasts() {
  const runtime = useRuntime()
  useEffect(() => tellOutcomes(runtime), [runtime])
  const toasts = useRuntimeStore(toastsStore, (state) => state.toasts)
  const list = useRef<HTMLOListElement>(null)
  const onFocus = useFocusAfterToast(list, toasts)
  return (
    <ol
      ref={list}
      onFocus={onFocus}
      aria-live="polite"
      aria-label={t('toast.region')}
      className={`grid max-h-[40dvh] justify-items-start gap-2 overflow-y-auto ${
        toasts.length > 0 ? 'border-line border-t px-3 py-2 sm:px-4' : ''
      }`}
    >
      {toasts.map((toast) => (
        <ToastItem key={toast.id} toast={toast} />
      ))}
    </ol>
  )
}

/** The link of the row where the Tab key stops. */
const ROW_LINK = '[role="row"] :is(.col-id a, .group-button)[tabindex="0"]'

/**
 * Keeps the focus when the message that has it goes: it moves to the last message that is left,
 * else back to where it came from.
 * @returns the handler of the list's focus events
 */
function useFocusAfterToast(
  list: RefObject<HTMLOListElement | null>,
  toasts: readonly Toast[],
): (event: FocusEvent) => void {
  const inside = useRef<Element | null>(null)
  const cameFrom = useRef<FocusMemory | null>(null)
  useLayoutEffect(() => {
    if (!inside.current || inside.current.isConnected) return
    inside.current = null
    if (!isFocusLost()) return
    const left = [
      ...(list.current?.querySelectorAll<HTMLElement>('li > button:last-child') ?? []),
    ]
    const next = left.at(-1)
    if (next) next.focus()
    else if (!cameFrom.current || !returnFocus(cameFrom.current))
      document.querySelector<HTMLElement>(ROW_LINK)?.focus()
  }, [list, toasts])
  return ({ target, relatedTarget }) => {
    inside.current = target
    if (relatedTarget instanceof Element && !list.current?.contains(relatedTarget))
      cameFrom.current = rememberFocus(relatedTarget)
  }
}

function ToastItem({ toast }: { toast: Toast }) {
  const runtime = useRuntime()
  useEffect(() => {
    // A failure stays until the user dismisses it.
    if (toast.tone === 'failure') return
    const timer = setTimeout(() => dismissToast(runtime, toast.id), SUCCESS_FOR_MS)
    return () => clearTimeout(timer)
  }, [runtime, toast])
  return (
    <li className="bg-panel border-line flex w-[min(34rem,100%)] items-start gap-2 rounded-md border p-2.5 text-sm shadow-sm">
      <Icon
        name={toast.tone === 'failure' ? 'warning' : 'check'}
        className={`mt-0.5 ${toast.tone === 'failure' ? 'text-error' : 'text-ready'}`}
      />
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere">{toast.text}</p>
        {toast.error?.message && (
          <p>{t('error.serviceSays', { message: toast.error.message })}</p>
        )}
        {toast.error && <ErrorTechnical error={toast.error} />}
      </div>
      {toast.action && <ToastButton id={toast.id} action={toast.action} />}
      <button
        type="button"
        aria-label={t('toast.dismiss')}
        onClick={() => dismissToast(runtime, toast.id)}
        className="hover:bg-hover -m-1 inline-flex size-7 shrink-0 items-center justify-center rounded pointer-coarse:-my-2.5 pointer-coarse:size-10"
      >
        <Icon name="close" className="size-3.5" />
      </button>
    </li>
  )
}

function ToastButton({ id, action }: { id: number; action: ToastAction }) {
  const runtime = useRuntime()
  return (
    <Button
      size="small"
      aria-label={`${action.label}: ${action.of}`}
      onClick={() => {
        dismissToast(runtime, id)
        action.run()
      }}
    >
      {action.label}
    </Button>
  )
}
