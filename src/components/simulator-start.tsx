import { t } from '../i18n/t.ts'
import { startSimulator, useSimulator } from '../stores/simulator.ts'
import { Button } from '../ui/button.tsx'

/** One click to a live fleet. */
export const SimulatorStart = () => {
  const state = useSimulator((store) => store.state)
  return (
    <div className="grid justify-items-start gap-2">
      <Button
        variant="primary"
        disabledReason={state.status === 'starting' ? t('simulator.starting') : null}
        onClick={() => void startSimulator({}, t('simulator.accountName'))}
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
