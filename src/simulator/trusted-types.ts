/**
 * Pages are served with `require-trusted-types-for 'script'; trusted-types default`, so the
 * address of a service worker must pass a policy. MSW registers its worker with a plain string,
 * which only the default policy can convert.
 */

/**
 * The part of the Trusted Types API that is used. Some browsers and TypeScript's types lack it.
 */
type TrustedTypes = {
  defaultPolicy: unknown
  createPolicy: (
    name: 'default',
    rules: { createScriptURL: (url: string) => string | null },
  ) => unknown
}

/**
 * Lets the page register exactly one worker script. Does nothing without Trusted Types, or when
 * a default policy exists from an earlier start in this page.
 * @param workerUrl absolute address of the script
 */
export function allowWorkerScript(workerUrl: string): void {
  // The global is missing in TypeScript's DOM types.
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  // Creating a second default policy would violate the page's security policy.
  if (!trustedTypes || trustedTypes.defaultPolicy) return
  try {
    trustedTypes.createPolicy('default', {
      createScriptURL: (url) => (new URL(url, location.href).href === workerUrl ? url : null),
    })
  } catch {
    // The page's security policy allows no such policy. Registering the worker then fails with
    // the browser's own message.
  }
}
