import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { type ArrConfig, parseArrConfig } from '../../service/arrconfig.ts'
import { REGIONS } from '../../service/endpoints.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { inputClass } from '../../ui/input-class.ts'
import { type AccountFields, emptyAccountFields } from './account-fields.ts'

/** Fills the account form from an arrconfig.json of the sample scripts, by file or by paste. */
export function ConfigImport({ onImport }: { onImport: (fields: AccountFields) => void }) {
  const [text, setText] = useState('')
  const [message, setMessage] = useState<{ tone: 'error' | 'done'; text: string } | null>(null)

  const read = (source: string) => {
    const parsed = parseArrConfig(source)
    if (!parsed.ok) {
      setMessage({ tone: 'error', text: t('import.notJson') })
      return
    }
    onImport(fieldsOfConfig(parsed.config))
    setMessage({
      tone: 'done',
      text:
        parsed.problems.length === 0
          ? t('import.done')
          : t('import.incomplete', { count: parsed.problems.length }),
    })
    setText('')
  }
  return (
    <details className="border-line border-b px-5 py-3">
      <summary className="text-sm font-medium">{t('import.title')}</summary>
      <div className="mt-3 grid gap-3">
        <Field label={t('import.file')}>
          {(field) => (
            <input
              {...field}
              type="file"
              accept=".json,application/json"
              className="text-sm"
              onChange={(event) => void event.target.files?.[0]?.text().then(read)}
            />
          )}
        </Field>
        <Field label={t('import.paste')} hint={t('import.hint')}>
          {(field) => (
            <textarea
              {...field}
              rows={4}
              value={text}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => setText(event.target.value)}
              className={`${inputClass} h-auto! py-1.5 font-mono`}
            />
          )}
        </Field>
        <div>
          <Button
            onClick={() => read(text)}
            disabledReason={text.trim() === '' ? t('import.nothing') : null}
          >
            {t('import.action')}
          </Button>
        </div>
        {message && (
          <p
            role="status"
            className={`text-sm ${message.tone === 'error' ? 'text-error' : 'text-muted'}`}
          >
            {message.text}
          </p>
        )}
      </div>
    </details>
  )
}

function isRegion(text: string) {
  return REGIONS.some((region) => region === text)
}

function fieldsOfConfig(config: ArrConfig): AccountFields {
  const domain = config.renderingDomain ?? ''
  return {
    ...emptyAccountFields,
    name: t('import.accountName'),
    accountId: config.accountId ?? '',
    accountDomain: config.accountDomain ?? '',
    regions: isRegion(domain) ? [domain] : [],
    endpointUrls: isRegion(domain) ? '' : domain,
    secret: config.accountKey ?? '',
  }
}
