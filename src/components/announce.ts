import { usePreferences } from '../stores/preferences.ts'
import type { Alert } from '../watch/alerts.ts'
import { alertText } from './alert-text.ts'

/** What leaves the page when an alert is raised: a system notification, a sound. */

/** Two short tones, made here so that nothing is loaded. */
const beep = () => {
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

/** Tells of a new alert as the user chose. Called in one tab only. */
export const announce = (alert: Alert): void => {
  const { hasNotifications, hasSound } = usePreferences.getState()
  if (
    hasNotifications &&
    'Notification' in globalThis &&
    Notification.permission === 'granted'
  ) {
    const notification = new Notification(alertText(alert), { tag: alert.id })
    notification.onclick = () => {
      focus()
      notification.close()
    }
  }
  // A browser may refuse sound before the first click; the alert itself stands.
  if (hasSound) beep()
}
