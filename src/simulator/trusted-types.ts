/**
 * Pages are served with `require-trusted-types-for 'script'; trusted-types default`, under which
 * a service worker's address must pass a policy. MSW registers its worker with a plain string,
 * which only the default policy can turn into a trusted one.
 */

/** The part of the Trusted Types API used here; not every browser has it, nor do TS's types. */
type TrustedTypes = {
  defaultPolicy: unknown
  createPolicy: (
    name: 'default',
    rules: { createScriptURL: (url: string) => string | null },
  ) => unknown
}

/**
 * Lets the page register exactly one worker script. Does nothing without Trusted Types, or when
 * a default policy exists already, from an earlier start in this page.
 * @param workerUrl absolute address of the script
 */
export function allowWorkerScript(workerUrl: string): void {
  // The global is missing in TypeScript's DOM types.
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  // Asking for a second default policy would be a violation of the page's own rules.
  if (!trustedTypes || trustedTypes.defaultPolicy) return
  try {
    trustedTypes.createPolicy('default', {
      createScriptURL: (url) => (new URL(url, location.href).href === workerUrl ? url : null),
    })
  } catch {
    // The page's rules allow no such policy: registering the worker then tells what is wrong,
    // in the browser's own words.
  }
}
