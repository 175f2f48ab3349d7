import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import * as v from 'valibot'
import type { CreateTemplate } from './create-fields.ts'
import { CreateForm } from './create-form.tsx'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { Panel } from '../../ui/panel.tsx'

/** What an address may bring along, for the form to begin with (see create-strip.tsx). */
const stateSchema = v.object({
  template: v.object({
    place: v.string(),
    sessionId: v.string(),
    size: v.string(),
    leaseMs: v.number(),
    models: v.array(v.string()),
  }),
})

/** Starting a session. */
export default function CreatePage() {
  const navigate = useNavigate()
  const location = useLocation()
  const { search } = location
  const parsed = v.safeParse(stateSchema, location.state)
  // Filtering the list behind changes the address, and must not empty the form.
  const [begun, setBegun] = useState<{ key: string; template: CreateTemplate | null }>({
    key: 'empty',
    template: null,
  })
  if (parsed.success && begun.key !== location.key)
    setBegun({ key: location.key, template: parsed.output.template })
  return (
    <Panel
      title={t('create.title')}
      onClose={() => void navigate({ pathname: paths.home, search })}
    >
      <CreateForm
        key={begun.key}
        template={begun.template}
        onCreated={({ account, endpoint }, id) =>
          void navigate({ pathname: paths.session(account.id, endpoint, id), search })
        }
      />
    </Panel>
  )
}
