import { useCallback, useState } from 'react'
import { t } from '../../i18n/t.ts'
import {
  type Preferences,
  preferencesStore,
  setPreferences,
} from '../../runtime/preferences.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { Button } from '../../ui/button.tsx'
import { PanelSection } from '../../ui/panel.tsx'
import { openLayer } from '../commands/layer-store.ts'
import { PagePanel } from '../shell/page-panel.tsx'
import { AlertSettings } from './alert-settings.tsx'
import { ChoiceField } from './choice-field.tsx'
import { CostSettings } from './cost-settings.tsx'
import { MinutesField } from './minutes-field.tsx'
import { SavedNote, UnsavedContext } from './saved-note.tsx'

const SPACINGS_S = [2, 3, 4, 5, 6, 8, 10]

const UNDO_S = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

/** The page of settings of this browser. Each takes effect at once. */
export default function SettingsPage() {
  const [unsavedCount, setUnsavedCount] = useState(0)
  const count = useCallback((change: number) => setUnsavedCount((known) => known + change), [])
  return (
    <PagePanel title={t('settings.title')}>
      <UnsavedContext value={count}>
        <PanelSection title={t('settings.appearance')}>
          <Appearance />
        </PanelSection>
        <PanelSection title={t('settings.actions')}>
          <Actions />
        </PanelSection>
        <PanelSection title={t('settings.keyboard')}>
          <Shortcuts />
        </PanelSection>
        <PanelSection title={t('settings.alerts')}>
          <AlertSettings />
        </PanelSection>
        <PanelSection title={t('settings.cost')}>
          <CostSettings />
        </PanelSection>
      </UnsavedContext>
      <SavedNote unsavedCount={unsavedCount} />
    </PagePanel>
  )
}

/** The preferences, and how to change them. */
function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const runtime = useRuntime()
  return [
    useRuntimeStore(preferencesStore, (state) => state),
    (change) => setPreferences(runtime, change),
  ]
}

/** Shortcuts of a single key can be pressed by accident, so users can turn them off. */
function Shortcuts() {
  const runtime = useRuntime()
  const [{ hasSingleKeys }, change] = usePreferences()
  return (
    <div className="grid justify-items-start gap-3">
      <ChoiceField
        label={t('settings.singleKeys')}
        hint={t('settings.singleKeysHint')}
        value={hasSingleKeys ? 'on' : 'off'}
        choices={[
          { value: 'on', text: t('settings.on') },
          { value: 'off', text: t('settings.off') },
        ]}
        onChange={(chosen) => change({ hasSingleKeys: chosen === 'on' })}
      />
      <Button size="small" onClick={() => openLayer(runtime, { kind: 'help' })}>
        {t('settings.showShortcuts')}
      </Button>
    </div>
  )
}

function Appearance() {
  const [{ theme, density }, change] = usePreferences()
  return (
    <div className="grid grid-cols-2 gap-4">
      <ChoiceField
        label={t('settings.theme')}
        value={theme}
        choices={[
          { value: 'system', text: t('theme.system') },
          { value: 'light', text: t('theme.light') },
          { value: 'dark', text: t('theme.dark') },
        ]}
        onChange={(chosen) => change({ theme: chosen })}
      />
      <ChoiceField
        label={t('settings.density')}
        value={density}
        choices={[
          { value: 'comfortable', text: t('density.comfortable') },
          { value: 'compact', text: t('density.compact') },
          { value: 'dense', text: t('density.dense') },
        ]}
        onChange={(chosen) => change({ density: chosen })}
      />
    </div>
  )
}

function Actions() {
  const [{ undoSeconds, extendStepsMin, spacingMs }, change] = usePreferences()
  return (
    <div className="grid gap-4">
      <ChoiceField
        label={t('settings.undo')}
        hint={t('settings.undoHint')}
        value={undoSeconds}
        choices={UNDO_S.map((seconds) => ({
          value: seconds,
          text: seconds === 0 ? t('settings.undoOff') : t('settings.seconds', { seconds }),
        }))}
        onChange={(chosen) => change({ undoSeconds: chosen })}
      />
      <MinutesField
        label={t('settings.extendSteps')}
        hint={t('settings.extendStepsHint')}
        maxCount={3}
        value={extendStepsMin}
        onChange={(minutes) => change({ extendStepsMin: minutes })}
      />
      <ChoiceField
        label={t('settings.spacing')}
        hint={t('settings.spacingHint')}
        value={spacingMs / 1000}
        choices={SPACINGS_S.map((seconds) => ({
          value: seconds,
          text: t('settings.seconds', { seconds }),
        }))}
        onChange={(chosen) => change({ spacingMs: chosen * 1000 })}
      />
    </div>
  )
}
