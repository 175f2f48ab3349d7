import { useState } from 'react'
import { useParams } from 'react-router'
import { ConfigImport } from './config-import.tsx'
import {
  type AccountFields,
  accountOf,
  credentialOf,
  emptyAccountFields,
  fieldsOf,
} from './account-fields.ts'
import { AccountForm } from './account-form.tsx'
import { t } from '../../i18n/t.ts'
import { addToast } from '../shell/toasts-store.ts'
import { PagePanel } from '../shell/page-panel.tsx'
import { useCloseTo } from '../shell/use-go-to.ts'
import { paths } from '../../paths.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { tryAccount } from '../../sessions/try-account.ts'
import { putAccount, accountsStore } from '../../accounts/accounts.ts'
import { setCredential, credentialsStore } from '../../accounts/credentials.ts'
import { twinOf } from '../../accounts/twins.ts'
import { Banner } from '../../ui/banner.tsx'
import { randomId } from '../../util/random-id.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

/** The page that adds or edits an account. */
export default function AccountEditPage() {
  const runtime = useRuntime()
  const closeTo = useCloseTo()
  const { accountId } = useParams()
  const accounts = useRuntimeStore(accountsStore, (state) => state.accounts)
  const known = accounts.find(({ id }) => id === accountId)
  const credential = useRuntimeStore(credentialsStore, ({ byAccount }) =>
    accountId === undefined ? undefined : byAccount[accountId],
  )
  const [imported, setImported] = useState<AccountFields | null>(null)
  const [importCount, setImportCount] = useState(0)

  const save = (fields: AccountFields) => {
    const account = accountOf(known?.id ?? randomId(8), fields)
    if (!account) return null
    putAccount(runtime, account)
    const typed = credentialOf(fields)
    if (typed) setCredential(runtime, account.id, typed)
    if (typed ?? credential) void tryAccount(runtime, account)
    addToast(runtime, {
      tone: 'success',
      text: t(known ? 'account.saved' : 'account.added', { name: account.name }),
      error: null,
    })
    return () => closeTo(paths.account(account.id))
  }

  if (accountId !== undefined && !known) {
    return (
      <PagePanel title={t('account.unknown')}>
        <Banner tone="warning">{t('account.unknownText')}</Banner>
      </PagePanel>
    )
  }
  const defaults = imported ?? (known ? fieldsOf(known) : emptyAccountFields)
  return (
    <PagePanel
      title={known ? t('account.editTitle', { name: known.name }) : t('account.addTitle')}
      closesTo={known ? paths.account(known.id) : paths.home}
    >
      {!known && (
        <ConfigImport
          onImport={(fields) => {
            setImported(fields)
            setImportCount(importCount + 1)
          }}
        />
      )}
      <AccountForm
        // An import resets the form to the values it found.
        key={importCount}
        defaults={defaults}
        hasSecret={credential?.kind === defaults.credentialKind}
        isImported={imported !== null}
        submitLabel={t(known ? 'account.save' : 'account.add')}
        findTwin={(serviceId, endpoints) =>
          twinOf(
            { id: known?.id ?? '', accountId: serviceId.trim(), endpoints: [...endpoints] },
            accounts,
          )
        }
        onSubmit={save}
      />
    </PagePanel>
  )
}
