import { t } from '../../i18n/t.ts'
import { simulatorStore, withSimulator } from '../../accounts/simulated-account.ts'
import { Button } from '../../ui/button.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'

/** One click to a live fleet. */
export function SimulatorStart() {
  const runtime = useRuntime()
  const state = useRuntimeStore(simulatorStore, (store) => store.state)
  return (
    <div className="grid justify-items-start gap-2">
      <Button
        variant="primary"
        disabledReason={state.status === 'starting' ? t('simulator.starting') : null}
        onClick={() => void start(runtime)}
      >
        {state.status === 'starting' ? t('simulator.starting') : t('simulator.try')}
      </Button>
      {state.status === 'failed' && (
        <p role="alert" className="text-error text-sm">
          {t('simulator.failed', { reason: state.reason })}
        </p>
      )}
    </div>
  )
}

function start(runtime: Runtime) {
  return withSimulator(runtime, ({ startSimulator }) =>
    startSimulator(runtime, {}, t('simulator.accountName')),
  )
}
