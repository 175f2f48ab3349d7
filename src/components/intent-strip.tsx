import { useState } from 'react'
import { type MessageId, t } from '../i18n/t.ts'
import { cancelIntent } from '../queries/intents.ts'
import { endpointLabel } from '../service/endpoints.ts'
import { useIntents } from '../stores/intents.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Intent, IntentEnd } from '../watch/intents.ts'

const endTexts: Partial<Record<IntentEnd, MessageId>> = {
  'not-created': 'intent.notCreated',
  candidates: 'intent.candidates',
}

const intentText = ({
  wanted,
  endpoint,
  end,
  isCancelled,
  attempts,
  sessionIds,
}: Intent): string => {
  const what = {
    id: wanted.id === '' ? wanted.size : wanted.id,
    region: endpointLabel(endpoint),
    attempts,
    candidates: sessionIds.join(', '),
  }
  const endText = end && endTexts[end]
  if (endText) return t(endText, what)
  return t(isCancelled ? 'intent.takingBack' : 'intent.checking', what)
}

/** A create whose outcome is in doubt, or was and is to be told of. */
const isShown = ({ end, failure, isCancelled }: Intent) =>
  end === null
    ? failure !== null || isCancelled
    : failure !== null && (end === 'not-created' || end === 'candidates')

/** Creates whose outcome is not known yet: what is done about it, and the way to take them back. */
export const IntentStrip = () => {
  const intents = useIntents((state) => state.rows)
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set())
  const shown = [...intents.values()].filter(
    (intent) => isShown(intent) && !dismissed.has(intent.id),
  )
  return (
    <section aria-label={t('intent.region')} aria-live="polite">
      {shown.length > 0 && (
        <ul className="bg-bar border-line max-h-[20vh] overflow-y-auto border-b">
          {shown.map((intent) => (
            <li
              key={intent.id}
              className="border-line flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-1.5 text-sm last:border-b-0"
            >
              <Icon name={intent.end === null ? 'clock' : 'warning'} />
              <span className="min-w-0 flex-1 basis-52 wrap-anywhere">
                {intentText(intent)}
              </span>
              {intent.end !== null ? (
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={t('alert.dismissOf', { alert: intentText(intent) })}
                  onClick={() => setDismissed(new Set([...dismissed, intent.id]))}
                >
                  {t('alert.dismiss')}
                </Button>
              ) : (
                !intent.isCancelled && (
                  <Button
                    size="small"
                    aria-label={t('intent.takeBackOf', { id: intent.wanted.id })}
                    onClick={() => void cancelIntent(intent.id)}
                  >
                    {t('intent.takeBack')}
                  </Button>
                )
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
