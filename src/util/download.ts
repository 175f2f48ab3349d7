/** Offers a text to the user as a file to save. */
export function download(fileName: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}

/** A file name with the time: `calls-2026-11-21T0134.jsonl`. @param nowMs epoch ms */
export function fileNameAt(stem: string, extension: string, nowMs: number): string {
  return `${stem}-${new Date(nowMs).toISOString().slice(0, 16).replace(':', '')}.${extension}`
}
