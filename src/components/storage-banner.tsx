import { useState } from 'react'
import { t } from '../i18n/t.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { useStorageHealth } from '../util/storage-health.ts'

/** Says when this tab can't keep anything any more, and what helps. */
export const StorageBanner = () => {
  const { isOutdated, isRefused } = useStorageHealth()
  const [isDismissed, setIsDismissed] = useState(false)
  if (isOutdated)
    return (
      <Banner
        tone="warning"
        action={
          <Button size="small" onClick={() => location.reload()}>
            {t('storage.reload')}
          </Button>
        }
      >
        {t('storage.outdated')}
      </Banner>
    )
  return isRefused && !isDismissed ? (
    <Banner
      tone="warning"
      action={
        <Button
          size="small"
          variant="quiet"
          aria-label={t('alert.dismissOf', { alert: t('storage.refused') })}
          onClick={() => setIsDismissed(true)}
        >
          {t('alert.dismiss')}
        </Button>
      }
    >
      {t('storage.refused')}
    </Banner>
  ) : null
}
