import { Suspense } from 'react'
import { t } from '../../../i18n/t.ts'
import { LayerButton } from '../../../ui/layer-button.tsx'
import { lazyPart } from '../../../ui/lazy-part.ts'
import { Boundary } from '../../shell/boundary.tsx'

const SavedViews = lazyPart(async () => ({
  default: (await import('./saved-views-list.tsx')).SavedViewsList,
}))

/** Opens the saved views in a layer over the list. Their code is fetched when they are opened. */
export function SavedViewsButton() {
  return (
    <LayerButton label={t('views.button')} icon="bookmark">
      <Boundary name={t('views.button')}>
        <Suspense>
          <SavedViews />
        </Suspense>
      </Boundary>
    </LayerButton>
  )
}
