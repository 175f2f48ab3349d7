import { type Messages, setupI18n } from '@lingui/core'
import en from './locales/en.json'
import { visibleText } from './visible-text.ts'

/**
 * The one way a string reaches the screen. Catalogs are precompiled by the build, so no
 * message parser is shipped; ids are typed by the English catalog.
 */
export type MessageId = keyof typeof en

const i18n = setupI18n({
  locale: 'en',
  // The build turns the ICU text of each message into Lingui's compiled form.
  messages: { en: en as Messages },
})

type Values = Record<string, string | number>

/** The text of a message in the current language, with its values filled in, made visible. */
export function t(id: MessageId, values?: Values): string {
  return i18n._(id, values && visibleValues(values))
}

/** The current language, for `Intl` and the `lang` attribute. */
export function locale(): string {
  return i18n.locale
}

// Ids, names and messages of a service stand among the values.
function visibleValues(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? visibleText(value) : value,
    ]),
  )
}
