import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { setPreferences, preferencesStore } from '../../runtime/preferences.ts'
import { MinutesField } from './minutes-field.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'

/** The settings of alerts: when they are raised, and how they are announced. */
export function AlertSettings() {
  const runtime = useRuntime()
  const { alertsMin, hasNotifications, hasSound } = useRuntimeStore(
    preferencesStore,
    (state) => state,
  )
  const [isRefused, setIsRefused] = useState(false)
  const askAndSet = async (isWanted: boolean) => {
    // Browsers expect the question only after the user asks for notifications.
    const isAllowed =
      !isWanted ||
      ('Notification' in globalThis && (await Notification.requestPermission()) === 'granted')
    setIsRefused(!isAllowed)
    setPreferences(runtime, { hasNotifications: isWanted && isAllowed })
  }
  return (
    <div className="grid gap-4">
      <MinutesField
        label={t('settings.alertsMin')}
        hint={t('settings.alertsMinHint')}
        maxCount={6}
        value={alertsMin}
        onChange={(minutes) => setPreferences(runtime, { alertsMin: minutes })}
      />
      <div className="grid gap-1 text-sm">
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="accent-accent size-4"
            checked={hasNotifications}
            onChange={({ target }) => void askAndSet(target.checked)}
          />
          {t('settings.notifications')}
        </label>
        {isRefused && (
          <p role="alert" className="text-error">
            {t('settings.notificationsRefused')}
          </p>
        )}
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="accent-accent size-4"
            checked={hasSound}
            onChange={({ target }) => setPreferences(runtime, { hasSound: target.checked })}
          />
          {t('settings.sound')}
        </label>
      </div>
    </div>
  )
}
