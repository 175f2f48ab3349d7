import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { DismissButton } from '../../ui/dismiss-button.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { storageHealthStore } from '../../runtime/storage-health.ts'

/** Reports what this tab can't store or read, and what to do. */
export function StorageBanner() {
  const { isOutdated, isRefused, setAside, hasUnreadMessage } = useRuntimeStore(
    storageHealthStore,
    (state) => state,
  )
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  const lines = [
    ...(isRefused && !isOutdated ? [t('storage.refused')] : []),
    ...(setAside.length > 0 ? [t('storage.setAside', { places: setAside.join(', ') })] : []),
    ...(hasUnreadMessage ? [t('storage.otherVersion')] : []),
  ]
  return (
    <>
      {isOutdated && (
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
      )}
      {lines
        .filter((line) => !dismissed.includes(line))
        .map((line) => (
          <Banner
            key={line}
            tone="warning"
            action={
              <DismissButton
                message={line}
                onClick={() => setDismissed([...dismissed, line])}
              />
            }
          >
            {line}
          </Banner>
        ))}
    </>
  )
}
