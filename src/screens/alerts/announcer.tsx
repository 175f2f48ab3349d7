import { useEffect, useRef, useState } from 'react'
import { isAsking, type Notice } from './notices.ts'
import { noticeLine } from './notice-text.ts'

/** What was said is removed after this time, so that nobody finds it again while reading, ms. */
const SAID_FOR_MS = 3000

/**
 * Says each new notice once to a screen reader. The bar itself is no live region: its countdown
 * changes every second.
 */
export function Announcer({ notices }: { notices: readonly Notice[] }) {
  const known = useRef<ReadonlySet<string>>(new Set())
  const [texts, setTexts] = useState({ urgent: '', calm: '' })
  useEffect(() => {
    const fresh = notices.filter(({ key }) => !known.current.has(key))
    // What was settled and comes again is said again.
    known.current = new Set(notices.map(({ key }) => key))
    if (fresh.length === 0) return
    const textOf = (wantsUrgent: boolean) =>
      fresh
        .filter((notice) => isUrgent(notice) === wantsUrgent)
        .map((notice) => noticeLine(notice, [notice], () => null))
        .join(' ')
    setTexts({ urgent: textOf(true), calm: textOf(false) })
  }, [notices])
  useEffect(() => {
    if (texts.urgent === '' && texts.calm === '') return
    const timer = setTimeout(() => setTexts({ urgent: '', calm: '' }), SAID_FOR_MS)
    return () => clearTimeout(timer)
  }, [texts])
  return (
    <div className="sr-only">
      <p aria-live="assertive">{texts.urgent}</p>
      <p aria-live="polite">{texts.calm}</p>
    </div>
  )
}

function isUrgent(notice: Notice): boolean {
  return notice.kind === 'ending' || notice.kind === 'offline' || isAsking(notice)
}
