import { useEffect } from 'react'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { t } from '../../i18n/t.ts'
import { dismissToast, type Toast, toastsStore } from './toasts-store.ts'
import { tellOutcomes } from './tell-outcomes.ts'
import { Icon } from '../../ui/icon.tsx'
import { ErrorTechnical } from './error-details.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

const SUCCESS_FOR_MS = 8000

/** The messages about what came of the user's actions. */
export function Toasts() {
  const runtime = useRuntime()
  useEffect(() => tellOutcomes(runtime), [runtime])
  const toasts = useRuntimeStore(toastsStore, (state) => state.toasts)
  return (
    <ol
      aria-live="polite"
      aria-label={t('toast.region')}
      className="pointer-events-none fixed right-3 bottom-3 z-30 grid w-[min(26rem,calc(100vw-1.5rem))] gap-2 *:pointer-events-auto"
    >
      {toasts.map((toast) => (
        <ToastItem key={toast.id} toast={toast} />
      ))}
    </ol>
  )
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
    <li className="bg-panel border-line shadow-float flex items-start gap-2 rounded-md border p-3 text-sm">
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
      <button
        type="button"
        aria-label={t('toast.dismiss')}
        onClick={() => dismissToast(runtime, toast.id)}
        className="hover:bg-hover -m-1 inline-flex size-6 items-center justify-center rounded"
      >
        <Icon name="close" className="size-3.5" />
      </button>
    </li>
  )
}
