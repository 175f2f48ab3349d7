import type { ReactNode } from 'react'

/**
 * The buttons of a form, in view however long the form is. A form that has one is a column that
 * fills its panel (see {@link formClass}).
 */
export function FormFooter({ children }: { children: ReactNode }) {
  return (
    <div
      data-form-footer
      className="bg-panel border-line sticky bottom-0 z-10 flex flex-wrap items-center gap-x-3 gap-y-2 border-t px-5 py-3"
    >
      {children}
    </div>
  )
}

/** Classes of a form with a footer. */
export const formClass = 'flex grow flex-col'

/** Classes of the part of a form above its footer. */
export const formBodyClass = 'grid min-w-0 grow content-start gap-5 p-5'
