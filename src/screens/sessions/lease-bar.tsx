import type { Ref } from 'react'
import type { Urgency } from '../../lease/deadline.ts'

const fills: Record<Urgency, string> = {
  calm: 'bg-lease/45',
  soon: 'bg-soon',
  urgent: 'bg-error',
  over: 'bg-error',
}

/**
 * The part of the next hour that is left, or of another life. It repeats the number beside it, so
 * screen readers skip it. Its width changes in steps of half a percent instead of an animation,
 * which would cost a compositor frame per row and second.
 */
export function LeaseBar({
  ref,
  leftShare,
  urgency,
}: {
  /** The part that is filled, for a caller who sets its width at each tick. */
  ref?: Ref<HTMLSpanElement>
  /** From 0 to 1; missing where the caller sets the width. */
  leftShare?: number
  urgency: Urgency
}) {
  return (
    <span
      aria-hidden="true"
      className="bg-track lease-bar block h-0.75 w-full overflow-hidden rounded-full"
    >
      <span
        ref={ref}
        className={`block h-full rounded-full ${fills[urgency]}`}
        style={leftShare === undefined ? undefined : { width: barWidth(leftShare) }}
      />
    </span>
  )
}

/** Returns the width of the filled part of a bar. @param leftShare from 0 to 1 */
export function barWidth(leftShare: number): string {
  return `${Math.round(Math.min(1, Math.max(0, leftShare)) * 200) / 2}%`
}
