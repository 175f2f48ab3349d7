const LOCK = 'remote-rendering-simulator-tab'

/**
 * Notes that this tab runs the simulator, until released or closed. Needs Web Locks; without
 * them, or where the browser refuses them, a tab takes itself for the only one.
 * @returns how to release it; resolves to whether no other tab runs the simulator
 */
export function holdTab(): () => Promise<boolean> {
  // Absent outside secure contexts, whatever the types say.
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
