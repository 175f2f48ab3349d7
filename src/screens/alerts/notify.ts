import { preferencesStore } from '../../runtime/preferences.ts'
import type { Alert } from '../../monitor/alerts.ts'
import { alertsText } from './alert-text.ts'
import type { Runtime } from '../../runtime/runtime.ts'

/** Announces alerts outside the page: by a system notification and a sound. */

/**
 * Announces new alerts the way the user chose, as one, however many they are. Called in one tab
 * only. Never throws.
 */
export function notify(runtime: Runtime, alerts: readonly Alert[]): void {
  const { hasNotifications, hasSound } = preferencesStore(runtime).getState()
  for (const tell of [hasNotifications && showNotification, hasSound && beep])
    try {
      if (tell) tell(alerts)
    } catch {
      // A browser may have the class and refuse its use, such as Chrome on Android, or sound
      // without a device. The alert is also shown in the page.
    }
}

function showNotification(alerts: readonly Alert[]) {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return
  const notification = new Notification(alertsText(alerts), { tag: alerts[0]?.id ?? '' })
  notification.onclick = () => {
    focus()
    notification.close()
  }
}

/** Plays two short tones. They are synthesized, so that nothing is loaded. */
function beep() {
  const audio = new AudioContext()
  const gain = audio.createGain()
  gain.gain.value = 0.08
  gain.connect(audio.destination)
  for (const [index, frequency] of [660, 880].entries()) {
    const tone = audio.createOscillator()
    tone.frequency.value = frequency
    tone.connect(gain)
    tone.start(audio.currentTime + index * 0.18)
    tone.stop(audio.currentTime + index * 0.18 + 0.15)
    if (index === 1) tone.onended = () => void audio.close()
  }
}
