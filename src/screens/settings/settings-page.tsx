import { AlertSettings } from './alert-settings.tsx'
import { CostSettings } from './cost-settings.tsx'
import { MinutesField } from './minutes-field.tsx'
import { PagePanel } from '../shell/page-panel.tsx'
import { t } from '../../i18n/t.ts'
import { setPreferences, preferencesStore } from '../../runtime/preferences.ts'
import { Field } from '../../ui/field.tsx'
import { inputClass } from '../../ui/input-class.ts'
import { PanelSection } from '../../ui/panel.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'

const SPACINGS_S = [2, 3, 4, 5, 6, 8, 10]

/** The page of settings of this browser. Each takes effect at once. */
export default function SettingsPage() {
  const runtime = useRuntime()
  const { theme, spacingMs, extendStepsMin } = useRuntimeStore(
    preferencesStore,
    (state) => state,
  )
  return (
    <PagePanel title={t('settings.title')}>
      <PanelSection title={t('settings.general')}>
        <div className="grid gap-4">
          <Field label={t('settings.theme')}>
            {(field) => (
              <select
                {...field}
                value={theme}
                className={inputClass}
                onChange={({ target }) => {
                  const chosen = (['system', 'light', 'dark'] as const).find(
                    (known) => known === target.value,
                  )
                  if (chosen) setPreferences(runtime, { theme: chosen })
                }}
              >
                <option value="system">{t('theme.system')}</option>
                <option value="light">{t('theme.light')}</option>
                <option value="dark">{t('theme.dark')}</option>
              </select>
            )}
          </Field>
          <Field label={t('settings.spacing')} hint={t('settings.spacingHint')}>
            {(field) => (
              <select
                {...field}
                value={spacingMs / 1000}
                className={inputClass}
                onChange={({ target }) =>
                  setPreferences(runtime, { spacingMs: Number(target.value) * 1000 })
                }
              >
                {SPACINGS_S.map((seconds) => (
                  <option key={seconds} value={seconds}>
                    {t('settings.seconds', { seconds })}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <MinutesField
            label={t('settings.extendSteps')}
            hint={t('settings.extendStepsHint')}
            maxCount={3}
            value={extendStepsMin}
            onChange={(minutes) => setPreferences(runtime, { extendStepsMin: minutes })}
          />
        </div>
      </PanelSection>
      <PanelSection title={t('settings.alerts')}>
        <AlertSettings />
      </PanelSection>
      <PanelSection title={t('settings.cost')}>
        <CostSettings />
      </PanelSection>
    </PagePanel>
  )
}
