import type { ReactNode } from 'react'

/** Line icons on a 16 px grid, drawn here so that no icon font or set is loaded. */
const shapes = {
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  stop: <rect x="4" y="4" width="8" height="8" rx="1" />,
  copy: <path d="M6 6h7v7H6zM3 10V3h7" />,
  check: <path d="m3 8.5 3.2 3L13 4.5" />,
  refresh: <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3" />,
  search: <path d="M7 11.5a4.5 4.5 0 1 1 0-9 4.5 4.5 0 0 1 0 9Zm3.3-1.2L14 14" />,
  sun: (
    <path d="M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1" />
  ),
  moon: <path d="M13 9.6A5.5 5.5 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6Z" />,
  display: <path d="M2 3h12v8H2zM6 14h4M8 11v3" />,
  next: <path d="m6 3 5 5-5 5" />,
  previous: <path d="m10 3-5 5 5 5" />,
  warning: <path d="M8 2 1.5 13.5h13L8 2Zm0 4.5v3.2m0 1.6v.2" />,
  offline: (
    <path d="M2 2l12 12M3 7.5a7 7 0 0 1 3-1.8m3 0a7 7 0 0 1 4 1.8M5.5 10a4 4 0 0 1 5 0M8 12.8v.2" />
  ),
  key: (
    <path d="M5.2 13.5a2.7 2.7 0 1 1 0-5.4 2.7 2.7 0 0 1 0 5.4Zm2-4.6 5.3-5.3m-2.2 2.2 1.9 1.9" />
  ),
  clock: <path d="M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Zm0 3v3.2l2.2 1.3" />,
  history: <path d="M2.5 8a5.5 5.5 0 1 0 1.8-4.1M2.5 2.5v3h3M8 5v3.2l2 1.3" />,
  bars: <path d="M2 4h7M5 8h8M3 12h6" />,
  rows: <path d="M2 4h12M2 8h12M2 12h12" />,
  sortUp: <path d="m5 9.5 3-3 3 3" />,
  sortDown: <path d="m5 6.5 3 3 3-3" />,
  undo: <path d="M3 6h6.5a3.5 3.5 0 0 1 0 7H6M3 6l3-3M3 6l3 3" />,
  command: <path d="m3 4.5 3.5 3.5L3 11.5M8.5 12H13" />,
  activity: <path d="M1.5 8.5h3l2-5.5 3 10 2-4.5h3" />,
  bookmark: <path d="M4.5 2.5h7v11L8 10.7l-3.5 2.8Z" />,
  settings: <path d="M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M10.5 3v3M5.5 10v3" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

/** An icon beside a word, or inside a control with its own name. Screen readers skip it. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={`size-4 shrink-0 fill-none stroke-current stroke-[1.5] ${className}`}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[name]}
    </svg>
  )
}
