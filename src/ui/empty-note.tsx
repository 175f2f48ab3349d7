import type { ReactNode } from 'react'

/** In place of an empty list: what is missing, then why, or what to do next. */
export function EmptyNote({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid justify-items-start gap-2 px-5 py-4 text-sm">
      <p className="font-semibold">{title}</p>
      <div className="text-muted">{children}</div>
    </div>
  )
}
