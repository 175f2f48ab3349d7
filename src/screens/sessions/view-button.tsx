import { Suspense } from 'react'
import { t } from '../../i18n/t.ts'
import { LayerButton } from '../../ui/layer-button.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'
import type { GroupChoice } from './group-field.tsx'
import { Boundary } from '../shell/boundary.tsx'

const ViewOptions = lazyPart<GroupChoice>(async () => ({
  default: (await import('./view-options.tsx')).ViewOptions,
}))

/** Opens the options of the table in a layer over it. Their code is fetched when they are opened. */
export function ViewButton(props: GroupChoice) {
  return (
    <LayerButton label={t('view.options')} icon="settings">
      <Boundary name={t('view.options')}>
        <Suspense>
          <ViewOptions {...props} />
        </Suspense>
      </Boundary>
    </LayerButton>
  )
}
