import { type ComponentProps, Suspense } from 'react'
import { lazyPart } from '../../../ui/lazy-part.ts'
import type Dialog from './bulk-dialog.tsx'

const Loaded = lazyPart(() => import('./bulk-dialog.tsx'))

/** The dialog of a bulk operation, whose code is loaded when it is first opened. */
export function BulkDialog(props: ComponentProps<typeof Dialog>) {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  )
}
