import { type Messages, setupI18n } from '@lingui/core'
import en from './locales/en.json'
import { visibleText } from './visible-text.ts'

/**
 * The only way for a string to reach the screen. The build compiles the catalogs, so no message
 * parser is shipped; message IDs are typed by the English catalog.
 */
export type MessageId = keyof typeof en

const i18n = setupI18n({
  locale: 'en',
  // The build turns the ICU text of each message into Lingui's compiled form.
  messages: { en: en as Messages },
})

/**
 * Adds messages to the English ones. The build calls it for those that come after the list
 * (scripts/vite-catalog.mjs).
 * @public
 */
export function addMessages(messages: Messages): void {
  i18n.load('en', messages)
}

type Values = Record<string, string | number>

/**
 * The text of a message in the current language with its values filled in. Invisible characters
 * are made visible.
 */
export function t(id: MessageId, values?: Values): string {
  return i18n._(id, values && visibleValues(values))
}

/** The current language, for `Intl` and the `lang` attribute. */
export function locale(): string {
  return i18n.locale
}

// The values contain IDs, names, and messages of a service.
function visibleValues(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? visibleText(value) : value,
    ]),
  )
}
