import { locale } from './t.ts'

/** An amount of money. @param currency ISO 4217 code */
export function formatMoney(amount: number, currency: string): string {
  return new Intl.NumberFormat(locale(), { style: 'currency', currency }).format(amount)
}
