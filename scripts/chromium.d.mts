export function chromiumLaunchOptions(): { executablePath?: string }
export function findChromium(ports: {
  env: Record<string, string | undefined>
  exists: (path: string) => boolean
  ownPath: string
}): string | null
