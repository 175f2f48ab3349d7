import { useState } from 'react'
import { useLocation } from 'react-router'
import * as v from 'valibot'
import type { CreateTemplate } from './create-fields.ts'
import { CreateForm } from './create-form.tsx'
import { PagePanel } from '../shell/page-panel.tsx'
import { useCloseTo, useReplaceBy } from '../shell/use-go-to.ts'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'

/** What a link may bring along for the form to begin with (see create-item.tsx). */
const stateSchema = v.object({
  template: v.object({
    location: v.string(),
    sessionId: v.string(),
    size: v.string(),
    leaseMs: v.number(),
    models: v.array(v.string()),
  }),
})

/** The page that starts sessions. */
export default function CreatePage() {
  const replaceBy = useReplaceBy()
  const closeTo = useCloseTo()
  const location = useLocation()
  const parsed = v.safeParse(stateSchema, location.state)
  // Filtering the list changes the address, which must not reset the form.
  const [begun, setBegun] = useState<{ key: string; template: CreateTemplate | null }>({
    key: 'empty',
    template: null,
  })
  if (parsed.success && begun.key !== location.key)
    setBegun({ key: location.key, template: parsed.output.template })
  return (
    <PagePanel title={t('create.title')}>
      <CreateForm
        key={begun.key}
        template={begun.template}
        onClose={() => closeTo(paths.home)}
        onCreated={({ account, endpoint }, id) =>
          replaceBy(paths.session(account.id, endpoint, id))
        }
      />
    </PagePanel>
  )
}
