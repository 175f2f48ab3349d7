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
export function LeaseBar({ leftShare, urgency }: { leftShare: number; urgency: Urgency }) {
  return (
    <span
      aria-hidden="true"
      className="bg-track lease-bar block h-0.75 w-full overflow-hidden rounded-full"
    >
      <span
        className={`block h-full rounded-full ${fills[urgency]}`}
        style={{ width: `${Math.round(Math.min(1, Math.max(0, leftShare)) * 200) / 2}%` }}
      />
    </span>
  )
}
