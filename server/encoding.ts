/**
 * Whether to send a compressed copy (RFC 9110, section 12.5.3): the client accepts the coding, by name
 * or by `*`, and does not prefer the plain file.
 * @param header the request's Accept-Encoding
 * @param coding in lower case, e.g. `br`
 */
export function prefersCoding(header: string | null, coding: string): boolean {
  const weights = new Map(
    (header ?? '')
      .toLowerCase()
      .split(',')
      .map((part) => {
        const [name = '', ...parameters] = part.split(';').map((word) => word.trim())
        const weight = parameters.find((parameter) => /^q\s*=/.test(parameter))
        return [name, weight === undefined ? 1 : Number(weight.replace(/^q\s*=/, ''))] as const
      }),
  )
  const weight = weights.get(coding) ?? weights.get('*') ?? 0
  return weight > 0 && weight >= (weights.get('identity') ?? 0)
}
