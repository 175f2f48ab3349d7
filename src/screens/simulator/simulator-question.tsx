import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { answerLink } from '../../accounts/simulator-control.ts'
import { simulatorStore } from '../../accounts/simulated-account.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'

/** Asks before a link starts the simulator beside the user's accounts, and says when it failed. */
export function SimulatorQuestion() {
  const runtime = useRuntime()
  const asked = useRuntimeStore(simulatorStore, (store) => store.asked)
  const [reason, setReason] = useState<string | null>(null)
  const answer = async (isWanted: boolean) =>
    setReason(await answerLink(runtime, isWanted, t('simulator.accountName')))
  if (asked !== null)
    return (
      <Banner
        tone="info"
        action={
          <div className="flex gap-2">
            <Button size="small" onClick={() => void answer(true)}>
              {t('simulator.start')}
            </Button>
            <Button size="small" variant="quiet" onClick={() => void answer(false)}>
              {t('simulator.notNow')}
            </Button>
          </div>
        }
      >
        {t('simulator.asked')}
      </Banner>
    )
  return reason === null ? null : (
    <Banner
      tone="failure"
      action={
        <Button size="small" variant="quiet" onClick={() => setReason(null)}>
          {t('alert.dismiss')}
        </Button>
      }
    >
      {t('simulator.failed', { reason })}
    </Banner>
  )
}
