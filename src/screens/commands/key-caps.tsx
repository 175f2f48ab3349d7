import { keyCaps } from './key-names.ts'

/** A key, or keys that are pressed together, as caps. */
export function KeyCaps({ name }: { name: string }) {
  return (
    <span className="inline-flex gap-1">
      {keyCaps(name).map((cap) => (
        <kbd
          key={cap}
          className="border-line bg-bar inline-flex h-6 min-w-6 items-center justify-center rounded border px-1.5 font-sans text-xs"
        >
          {cap}
        </kbd>
      ))}
    </span>
  )
}
