/**
 * The body of a request as text, read no further than a limit, so that a caller who never stops
 * sending can't fill the memory. The rest is left unread.
 * @returns null when it is larger
 */
export async function readText(request: Request, maxBytes: number): Promise<string | null> {
  const { body } = request
  // No stream: there is no body, or the browser does not offer it as one (Firefox). There the
  // page itself is the caller.
  if (!body) return request.text()
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > maxBytes) {
      reader.releaseLock()
      return null
    }
    text += decoder.decode(value, { stream: true })
  }
}
