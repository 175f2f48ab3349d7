/**
 * A text that changes every second, with a live region that only says what is new in it: a screen
 * reader would otherwise read each second aloud.
 * @param props `text`: what is seen; `spoken`: the same without a running number
 */
export function LiveText({
  text,
  spoken,
  className = '',
}: {
  text: string
  spoken: string
  className?: string
}) {
  return (
    <span className={className} title={text}>
      <span aria-hidden="true">{text}</span>
      <span role="status" className="sr-only">
        {spoken}
      </span>
    </span>
  )
}
