import { useLocation, useNavigate } from 'react-router'
import { CreateForm } from '../forms/create-form.tsx'
import { t } from '../i18n/t.ts'
import { paths } from '../paths.ts'
import { Panel } from '../ui/panel.tsx'

/** Starting a session. */
export default function CreatePage() {
  const navigate = useNavigate()
  const { search } = useLocation()
  return (
    <Panel
      title={t('create.title')}
      onClose={() => void navigate({ pathname: paths.home, search })}
    >
      <CreateForm
        onCreated={({ account, endpoint }, id) =>
          void navigate({ pathname: paths.session(account.id, endpoint, id), search })
        }
      />
    </Panel>
  )
}
