/**
 * Remembers the last result of a function while its arguments stay the same. Arrays are
 * compared item by item, because React hands over a new array each time even if nothing in it
 * changed.
 */
export function memoLast<A extends readonly unknown[], R>(
  compute: (...args: A) => R,
): (...args: A) => R {
  let last: { args: A; result: R } | null = null
  return (...args) => {
    if (last && args.every((arg, index) => isSameArgument(arg, last?.args[index]))) {
      return last.result
    }
    last = { args, result: compute(...args) }
    return last.result
  }
}

function isSameArgument(a: unknown, b: unknown): boolean {
  return (
    Object.is(a, b) ||
    (Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => Object.is(item, b[index])))
  )
}
