import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { setPreferences, preferencesStore } from '../../runtime/preferences.ts'
import { TextField } from '../../ui/field.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useUnsaved } from './saved-note.tsx'

/** Reads an amount that may be left empty; null for an empty text. */
function readAmount(text: string): number | null | 'unreadable' {
  if (text.trim() === '') return null
  const amount = Number(text.trim().replace(',', '.'))
  return Number.isFinite(amount) && amount >= 0 ? amount : 'unreadable'
}

type AmountName =
  | 'standardPerHour'
  | 'premiumPerHour'
  | 'budgetPerDay'
  | 'maxSessions'
  | 'maxLeaseHours'

/** The settings of prices and limits. Without prices no cost is shown anywhere. */
export function CostSettings() {
  const runtime = useRuntime()
  const [currency, setCurrency] = useState(
    useRuntimeStore(preferencesStore, (state) => state.currency),
  )
  const isCurrency = /^[A-Z]{3}$/.test(currency)
  useUnsaved(!isCurrency)
  return (
    <div className="grid grid-cols-2 gap-4">
      <TextField
        label={t('settings.currency')}
        hint={t('settings.currencyHint')}
        value={currency}
        autoComplete="off"
        error={isCurrency ? null : t('settings.badCurrency')}
        onChange={({ target }) => {
          const typed = target.value.toUpperCase()
          setCurrency(typed)
          if (/^[A-Z]{3}$/.test(typed)) setPreferences(runtime, { currency: typed })
        }}
      />
      <AmountField
        name="budgetPerDay"
        label={t('settings.budget')}
        hint={t('settings.budgetHint')}
      />
      <AmountField name="standardPerHour" label={t('settings.standardPerHour')} />
      <AmountField name="premiumPerHour" label={t('settings.premiumPerHour')} />
      <AmountField
        name="maxSessions"
        label={t('settings.maxSessions')}
        hint={t('settings.guardHint')}
      />
      <AmountField name="maxLeaseHours" label={t('settings.maxLeaseHours')} />
      <p className="text-muted col-span-2 text-xs">{t('settings.costHint')}</p>
    </div>
  )
}

function AmountField({
  name,
  label,
  hint,
}: {
  name: AmountName
  label: string
  hint?: string
}) {
  const runtime = useRuntime()
  const value = useRuntimeStore(preferencesStore, (state) => state[name])
  const [text, setText] = useState(value === null ? '' : String(value))
  const isUnreadable = readAmount(text) === 'unreadable'
  useUnsaved(isUnreadable)
  return (
    <TextField
      label={label}
      hint={hint}
      value={text}
      inputMode="decimal"
      autoComplete="off"
      error={isUnreadable ? t('settings.badAmount') : null}
      onChange={({ target }) => {
        setText(target.value)
        const amount = readAmount(target.value)
        if (amount !== 'unreadable') setPreferences(runtime, { [name]: amount })
      }}
    />
  )
}
