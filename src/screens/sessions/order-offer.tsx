import { t } from '../../i18n/t.ts'
import { Button } from '../../ui/button.tsx'
import type { HeldOrder } from './use-held-order.ts'
import { focusRows } from './use-row-focus.ts'

/**
 * Says that the order of the table is held, and applies the new one. Its place in the toolbar is
 * always there, so that nothing moves when it comes.
 */
export function OrderOffer({ order }: { order: HeldOrder }) {
  return (
    // Where the figures are cut, it stays in sight over their end.
    <div className="sticky right-0 flex h-8 min-w-0 flex-1 items-center justify-end text-sm">
      {/* A part of the table: the offer must not vanish under the pointer or the focus. */}
      <div {...order.handlers} role="status" className="over-figures flex items-center gap-2">
        {order.isChanged && (
          <>
            <span className="text-muted whitespace-nowrap max-sm:pl-2">
              {t('order.changed')}
            </span>
            <Button
              size="small"
              onClick={({ currentTarget }) => {
                // The button goes with the offer, so its focus goes to the table.
                focusRows(currentTarget.closest('main'))
                order.apply()
              }}
            >
              {t('order.apply')}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}
