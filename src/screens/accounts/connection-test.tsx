import { useState } from 'react'
import { type MessageId, t } from '../../i18n/t.ts'
import { type ConnectionStep, testConnection } from '../../sessions/connection-test.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { endpointLabel } from '../../service/endpoints.ts'
import type { Account } from '../../accounts/accounts.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PanelSection } from '../../ui/panel.tsx'
import { ErrorDetails } from '../shell/error-details.tsx'

const stateNames: Record<ConnectionStep['state'], MessageId> = {
  waiting: 'test.waiting',
  running: 'test.running',
  passed: 'test.passed',
  failed: 'test.failed',
  skipped: 'test.skipped',
}

/** Tests the connection step by step, and shows which step failed. */
export function ConnectionTest({ account }: { account: Account }) {
  const runtime = useRuntime()
  const [steps, setSteps] = useState<readonly ConnectionStep[]>([])
  const isRunning = steps.some(({ state }) => state === 'running')
  return (
    <PanelSection title={t('test.title')}>
      {steps.length > 0 && (
        <ol className="mb-3 grid gap-1.5" aria-live="polite">
          {steps.map((step) => (
            <StepItem key={step.endpoint ?? 'token'} step={step} />
          ))}
        </ol>
      )}
      <Button
        onClick={() => void testConnection(runtime, account, setSteps)}
        disabledReason={isRunning ? t('test.running') : null}
      >
        {t('test.action')}
      </Button>
    </PanelSection>
  )
}

function StepItem({ step }: { step: ConnectionStep }) {
  return (
    <li className="grid grid-cols-[auto_1fr_auto] items-start gap-x-2 gap-y-1 text-sm">
      <Icon
        name={step.state === 'passed' ? 'check' : step.state === 'failed' ? 'warning' : 'clock'}
        className={`mt-0.5 ${
          step.state === 'passed'
            ? 'text-ready'
            : step.state === 'failed'
              ? 'text-error'
              : 'text-muted'
        }`}
      />
      <span>{stepName(step)}</span>
      <span className="text-muted">{t(stateNames[step.state])}</span>
      {step.error && (
        <div className="col-span-2 col-start-2">
          <ErrorDetails
            error={step.error}
            context={step.endpoint === null ? 'token' : 'other'}
          />
        </div>
      )}
    </li>
  )
}

function stepName(step: ConnectionStep): string {
  return step.endpoint === null
    ? t('test.token')
    : t('test.list', { place: endpointLabel(step.endpoint) })
}
