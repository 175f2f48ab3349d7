import { t } from '../../i18n/t.ts'
import { useSimulator, withSimulator } from '../../accounts/simulated-account.ts'
import { Button } from '../../ui/button.tsx'

const start = () =>
  withSimulator(({ startSimulator }) => startSimulator({}, t('simulator.accountName')))

/** One click to a live fleet. */
export const SimulatorStart = () => {
  const state = useSimulator((store) => store.state)
  return (
    <div className="grid justify-items-start gap-2">
      <Button
        variant="primary"
        disabledReason={state.status === 'starting' ? t('simulator.starting') : null}
        onClick={() => void start()}
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
