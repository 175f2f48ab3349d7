import { formatDuration } from '../i18n/format.ts'
import { t } from '../i18n/t.ts'
import { dismissWish, useWishes } from '../stores/wishes.ts'
import { Button } from '../ui/button.tsx'
import { isUnreadWish, type Wish } from '../watch/wishes.ts'
import { Strip, StripItem } from './strip-item.tsx'

const wishText = ({ kind, sessionId: id, addMs, sentAtMs }: Wish): string => {
  if (kind === 'stop')
    return t(sentAtMs === null ? 'wish.stopNotSent' : 'wish.stopUnclear', { id })
  if (sentAtMs !== null) return t('wish.extendUnclear', { id })
  return addMs === null
    ? t('wish.extendNotSent', { id })
    : t('wish.extendByNotSent', { id, added: formatDuration(addMs) })
}

/** Stops and extensions whose tab was closed before they ended. */
export const WishStrip = () => {
  const wishes = [...useWishes((state) => state.rows).values()].filter(isUnreadWish)
  return (
    <Strip label={t('wish.region')}>
      {wishes.length > 0 &&
        wishes.map((wish) => {
          const text = wishText(wish)
          return (
            <StripItem
              key={wish.id}
              icon="warning"
              actions={
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={t('alert.dismissOf', { alert: text })}
                  onClick={() => void dismissWish(wish.id)}
                >
                  {t('alert.dismiss')}
                </Button>
              }
            >
              {text}
            </StripItem>
          )
        })}
    </Strip>
  )
}
