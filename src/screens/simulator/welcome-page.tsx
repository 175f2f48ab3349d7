import { PageLink } from '../shell/page-link.tsx'
import { SimulatorStart } from './simulator-start.tsx'
import { HAS_SIMULATOR } from '../../config.ts'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'

/** The first visit: what this is, and two ways in. */
export default function WelcomePage() {
  return (
    <main className="flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl gap-8 px-6 py-12 sm:py-20">
        <div className="grid gap-3">
          <h1 className="text-2xl font-medium text-balance sm:text-3xl">
            {t('welcome.title')}
          </h1>
          <p className="text-muted text-lg text-pretty">{t('welcome.text')}</p>
        </div>
        <div className="border-line grid border-y sm:grid-cols-2">
          {HAS_SIMULATOR && (
            <section className="grid content-start gap-2 py-6 sm:pr-6">
              <h2 className="text-lg font-medium">{t('welcome.simulatorTitle')}</h2>
              <p className="text-muted">{t('welcome.simulatorText')}</p>
              <div className="mt-3">
                <SimulatorStart />
              </div>
            </section>
          )}
          <section className="border-line grid content-start gap-2 py-6 max-sm:border-t sm:border-l sm:pl-6">
            <h2 className="text-lg font-medium">{t('welcome.connectTitle')}</h2>
            <p className="text-muted">{t('welcome.connectText')}</p>
            <div className="mt-3">
              <PageLink to={paths.newAccount} className={buttonClass('secondary')}>
                <Icon name="key" />
                {t('welcome.connect')}
              </PageLink>
            </div>
          </section>
        </div>
        <p className="text-muted text-sm text-pretty">{t('welcome.retired')}</p>
      </div>
    </main>
  )
}
