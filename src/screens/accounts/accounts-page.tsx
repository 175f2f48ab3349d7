import { useLocation } from 'react-router'
import { PageLink } from '../shell/page-link.tsx'
import { SimulatorStart } from '../simulator/simulator-start.tsx'
import { TokenBadge } from './token-badge.tsx'
import { PagePanel } from '../shell/page-panel.tsx'
import { HAS_SIMULATOR } from '../../config.ts'
import { formatMoney } from '../../i18n/format-money.ts'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useCosts } from '../../monitor/use-costs.ts'
import { endpointLabel } from '../../service/endpoints.ts'
import { type Account, accountsStore } from '../../accounts/accounts.ts'
import { twinOf } from '../../accounts/twins.ts'
import { simulatorStore } from '../../accounts/simulated-account.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PanelSection } from '../../ui/panel.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

/** The page of all accounts of this browser and the state of their tokens. */
export default function AccountsPage() {
  const { search } = useLocation()
  const accounts = useRuntimeStore(accountsStore, (state) => state.accounts)
  const simulator = useRuntimeStore(simulatorStore, (store) => store.state)
  return (
    <PagePanel title={t('accounts.title')}>
      {accounts.length === 0 ? (
        <p className="text-muted p-5">{t('accounts.none')}</p>
      ) : (
        <ul aria-label={t('accounts.title')}>
          {accounts.map((account) => (
            <li key={account.id} className="border-line border-b">
              <PageLink
                to={{ pathname: paths.account(account.id), search }}
                className="hover:bg-hover grid grid-cols-[1fr_auto] gap-x-3 px-5 py-3"
              >
                <span className="truncate font-medium">{account.name}</span>
                <TokenBadge account={account} />
                <span className="text-muted col-span-2 truncate text-sm">
                  {account.endpoints.map(endpointLabel).join(', ')} · {account.apiVersion}
                </span>
                <TwinText account={account} accounts={accounts} />
                <AccountCost accountId={account.id} />
              </PageLink>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2 p-5">
        <PageLink
          to={{ pathname: paths.newAccount, search }}
          className={buttonClass('primary')}
        >
          <Icon name="plus" />
          {t('accounts.add')}
        </PageLink>
        {simulator.status === 'running' && (
          <PageLink
            to={{ pathname: paths.simulator, search }}
            className={buttonClass('secondary')}
          >
            {t('accounts.simulatorPanel')}
          </PageLink>
        )}
      </div>
      {HAS_SIMULATOR && simulator.status !== 'running' && (
        <PanelSection title={t('welcome.simulatorTitle')}>
          <p className="text-muted mb-3 text-sm">{t('welcome.simulatorText')}</p>
          <SimulatorStart />
        </PanelSection>
      )}
    </PagePanel>
  )
}

/** Says that an account was added twice, because its sessions are then shown once. */
function TwinText({ account, accounts }: { account: Account; accounts: readonly Account[] }) {
  const twin = twinOf(account, accounts)
  return (
    twin && (
      <span className="text-muted col-span-2 text-sm">
        {t('accounts.twin', { name: twin.name, own: account.name })}
      </span>
    )
  )
}

function AccountCost({ accountId }: { accountId: string }) {
  const { rows } = useFleet()
  const costs = useCosts(rows, useNowMs(), accountId)
  return (
    costs && (
      <span className="text-muted col-span-2 text-sm">
        {t('cost.account', {
          perHour: formatMoney(costs.perHour, costs.currency),
          today: formatMoney(costs.today, costs.currency),
        })}
      </span>
    )
  )
}
