import { useState } from 'react'
import { useLocation, useNavigate, useParams } from 'react-router'
import { PageLink } from '../shell/page-link.tsx'
import { EndpointStates } from './endpoint-states.tsx'
import { ConnectionTest } from './connection-test.tsx'
import { TokenPanel } from './token-panel.tsx'
import { PagePanel } from '../shell/page-panel.tsx'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { dropToken } from '../../calls/tokens.ts'
import { type Account, removeAccount, accountsStore } from '../../accounts/accounts.ts'
import { forgetCredential } from '../../accounts/credentials.ts'
import { stopSimulator } from '../../accounts/simulator-control.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { PanelSection } from '../../ui/panel.tsx'
import { Properties, Property } from '../../ui/properties.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

/** The page of an account: its token, its connection, its settings. */
export default function AccountPage() {
  const { search } = useLocation()
  const { accountId } = useParams()
  const account = useRuntimeStore(accountsStore, (state) =>
    state.accounts.find(({ id }) => id === accountId),
  )
  if (!account) {
    return (
      <PagePanel title={t('account.unknown')} closesTo={paths.accounts}>
        <Banner tone="warning">{t('account.unknownText')}</Banner>
      </PagePanel>
    )
  }
  const isSimulated = account.simulatedSpeed !== null
  return (
    <PagePanel key={account.id} title={account.name} closesTo={paths.accounts}>
      <TokenPanel account={account} />
      <ConnectionTest account={account} />
      <PanelSection
        title={t('account.details')}
        action={
          isSimulated ? (
            <PageLink
              to={{ pathname: paths.simulator, search }}
              className={buttonClass('secondary', 'small')}
            >
              {t('accounts.simulatorPanel')}
            </PageLink>
          ) : (
            <PageLink
              to={{ pathname: paths.editAccount(account.id), search }}
              className={buttonClass('secondary', 'small')}
            >
              {t('account.edit')}
            </PageLink>
          )
        }
      >
        <AccountFacts account={account} />
      </PanelSection>
      <div className="p-5">
        <RemoveAccount account={account} />
      </div>
    </PagePanel>
  )
}

function AccountFacts({ account }: { account: Account }) {
  return (
    <Properties>
      <Property
        name={t('property.accountId')}
        value={account.accountId}
        copy={account.accountId}
        mono
      />
      <Property
        name={t('account.domain')}
        value={account.accountDomain}
        copy={account.accountDomain}
        mono
      />
      <Property name={t('account.sts')} value={account.stsOrigin} mono />
      <Property name={t('account.regions')} value={<EndpointStates account={account} />} />
      <Property name={t('property.apiVersion')} value={account.apiVersion} mono />
      <Property
        name={t('account.credential')}
        value={t(account.credentialKind === 'key' ? 'account.byKey' : 'account.byToken')}
      />
    </Properties>
  )
}

function RemoveAccount({ account }: { account: Account }) {
  const runtime = useRuntime()
  const navigate = useNavigate()
  const hasOthers = useRuntimeStore(accountsStore, (state) => state.accounts.length > 1)
  const [isAsking, setIsAsking] = useState(false)
  const remove = () => {
    dropToken(runtime, account)
    if (account.simulatedSpeed !== null) void stopSimulator(runtime)
    else {
      forgetCredential(runtime, account.id)
      removeAccount(runtime, account.id)
    }
    // A page that opens takes the focus, which would otherwise go with this one.
    void navigate(hasOthers ? paths.accounts : paths.home)
  }
  return (
    <>
      <Button variant="danger" onClick={() => setIsAsking(true)}>
        {t('account.remove')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('account.removeTitle', { name: account.name })}
          confirmLabel={t('account.removeConfirm')}
          onConfirm={remove}
          onClose={() => setIsAsking(false)}
        >
          <p>{t('account.removeText')}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
