import { useEffect, useState } from 'react'

/**
 * The width of an element, live, px.
 * @param element null until it is mounted
 * @returns null until the width is known
 */
export function useWidthPx(element: HTMLElement | null): number | null {
  const [widthPx, setWidthPx] = useState<number | null>(null)
  useEffect(() => {
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidthPx(entry.contentRect.width)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return widthPx
}
