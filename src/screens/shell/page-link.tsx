import type { ComponentProps } from 'react'
import { type To, useHref, useNavigate } from 'react-router'

/**
 * A link to a page of the console. A plain click goes there without a load; with a modifier key or
 * another button the browser opens it as it opens any link. The router's own link would bring the
 * code of its fetchers, forms, and server rendering into the first load, 4 kB.
 * @param props `state`: goes into the entry of the browser's history
 */
export function PageLink({
  to,
  state,
  onClick,
  children,
  ...rest
}: Omit<ComponentProps<'a'>, 'href'> & { to: To; state?: unknown }) {
  const href = useHref(to)
  const navigate = useNavigate()
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event)
        const isPlain =
          event.button === 0 &&
          !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
        if (event.defaultPrevented || !isPlain) return
        event.preventDefault()
        const isHere = href === location.pathname + location.search
        void navigate(to, { state, replace: isHere })
      }}
    >
      {children}
    </a>
  )
}
