const LOCK = 'remote-rendering-simulator-tab'

/**
 * Records that this tab runs the simulator, until released or closed. Needs Web Locks: without
 * them, or when the browser refuses them, a tab assumes that it is the only one.
 * @returns a function that releases it and resolves to whether no other tab runs the simulator
 */
export function holdTab(): () => Promise<boolean> {
  // Missing outside secure contexts, whatever the types say.
  const locks = (navigator as { locks?: LockManager }).locks
  if (!locks) return async () => true
  let release: () => void = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const held = locks
    .request(LOCK, { mode: 'shared' }, () => released)
    .then(
      () => true,
      () => false,
    )
  return async () => {
    release()
    if (!(await held)) return true
    return locks.request(LOCK, { ifAvailable: true }, (lock) => lock !== null)
  }
}
