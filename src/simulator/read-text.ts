/**
 * Reads the body of a request as text up to a limit, so that an endless body can't fill the
 * memory. The rest is left unread.
 * @returns null when the body is larger
 */
export async function readText(request: Request, maxBytes: number): Promise<string | null> {
  const { body } = request
  // There is no stream when there is no body, or when the browser doesn't offer one (Firefox).
  // There the page itself is the caller.
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
