import { useNavigate } from 'react-router'
import { SimulatorStart } from './simulator-start.tsx'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { changeSimulator, stopSimulator } from '../../accounts/simulator-control.ts'
import { type SimulatorState, simulatorStore } from '../../accounts/simulated-account.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { inputClass } from '../../ui/input-class.ts'
import { PanelSection } from '../../ui/panel.tsx'
import { PagePanel } from '../shell/page-panel.tsx'
import { Properties, Property } from '../../ui/properties.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

const SPEEDS = [1, 10, 60, 600]

type Running = Extract<SimulatorState, { status: 'running' }>

/** The simulator's own panel: what goes wrong, and how fast time runs. */
export default function SimulatorPage() {
  const state = useRuntimeStore(simulatorStore, (store) => store.state)
  return (
    <PagePanel title={t('simulator.title')}>
      {state.status === 'running' ? (
        <RunningSimulatorPanel state={state} />
      ) : (
        <div className="grid gap-4 p-5">
          <p className="text-muted">{t('simulator.off')}</p>
          <SimulatorStart />
        </div>
      )}
    </PagePanel>
  )
}

function RunningSimulatorPanel({ state }: { state: Running }) {
  const runtime = useRuntime()
  const navigate = useNavigate()
  const { queryClient } = useRuntime()
  const { simulator, options } = state
  return (
    <>
      <p className="text-muted px-5 pt-4 text-sm">{t('simulator.about')}</p>
      <PanelSection title={t('simulator.settings')}>
        <Behavior state={state} />
      </PanelSection>
      <PanelSection title={t('simulator.facts')}>
        <Properties>
          <Property name={t('simulator.sessions')} value={options.sessions} />
          <Property name={t('simulator.seed')} value={options.seed} />
          <Property
            name={t('property.accountId')}
            value={simulator.account.accountId}
            copy={simulator.account.accountId}
            mono
          />
        </Properties>
      </PanelSection>
      <div className="flex flex-wrap gap-2 p-5">
        <Button
          onClick={() =>
            void simulator
              .reset()
              .then(() => queryClient.resetQueries({ queryKey: ['sessions'] }))
          }
        >
          {t('simulator.reset')}
        </Button>
        <Button
          variant="danger"
          onClick={() => {
            void stopSimulator(runtime)
            void navigate(paths.home)
          }}
        >
          {t('simulator.stop')}
        </Button>
      </div>
    </>
  )
}

function Behavior({ state }: { state: Running }) {
  const runtime = useRuntime()
  const { options, simulator } = state
  const change = (part: Parameters<typeof changeSimulator>[1]) =>
    void changeSimulator(runtime, part, t('simulator.accountName'))
  return (
    <div className="grid gap-4">
      <Field label={t('simulator.scenario')} hint={t('simulator.scenarioHint')}>
        {(field) => (
          <select
            {...field}
            value={options.scenario}
            className={inputClass}
            onChange={({ target }) => {
              const scenario = simulator.scenarios.find((name) => name === target.value)
              if (scenario) change({ scenario })
            }}
          >
            {simulator.scenarios.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('simulator.speed')} hint={t('simulator.speedHint')}>
        {(field) => (
          <select
            {...field}
            value={options.speed}
            className={inputClass}
            onChange={({ target }) => change({ speed: Number(target.value) })}
          >
            {[...new Set([...SPEEDS, options.speed])]
              .sort((a, b) => a - b)
              .map((speed) => (
                <option key={speed} value={speed}>
                  {t('simulator.speedOf', { speed })}
                </option>
              ))}
          </select>
        )}
      </Field>
    </div>
  )
}
