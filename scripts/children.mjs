import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'

/** The programs that an npm script starts. None of them outlives the command that started it. */

/** How often is looked whether the command is still wanted. */
const LOOK_MS = 250

const running = new Set()
let stopSignal = null

/**
 * Runs a program until it ends. It gets our signals, and once we were told to stop nothing
 * follows it: this process ends with it.
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} its exit code, 1 when a signal of somebody else ended it
 * @throws the system's error (as a rejection) when it can't be started
 */
export function execute(program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: 'inherit' })
    running.add(child)
    child.on('error', reject)
    child.on('close', (code) => {
      running.delete(child)
      if (stopSignal !== null) process.exit(code ?? codeOf(stopSignal))
      resolve(code ?? 1)
    })
  })
}

/**
 * From now on, ends this process and its programs with a signal that comes, and with the process
 * that started it. npm hands SIGTERM to the shell of its script only: the shell ends, and without
 * this watch a server would go on and hold its port. Of a SIGINT to npm alone nothing can be seen
 * here, because that shell ignores it and npm goes on; Ctrl-C reaches all of them.
 */
export function endWithParent() {
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.on('exit', () => {
    for (const child of running) child.kill('SIGTERM')
  })
  const parent = process.ppid
  const npm = process.env.npm_lifecycle_event === undefined ? null : behindShell(parent)
  const timer = setInterval(() => {
    const isOrphan = process.ppid !== parent || isGone(parent) || (npm !== null && isGone(npm))
    if (!isOrphan) return
    clearInterval(timer)
    stop('SIGTERM')
  }, LOOK_MS)
  timer.unref()
}

function codeOf(signal) {
  return 128 + constants.signals[signal]
}

function stop(signal) {
  stopSignal = signal
  for (const child of running) child.kill(signal)
  if (running.size === 0) process.exit(codeOf(signal))
}

function isGone(pid) {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/**
 * The process behind the shell in which npm runs a script; null when there is none or it can't
 * be told. A shell waits for its program, so it says nothing of the end of npm.
 */
function behindShell(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], {
    encoding: 'utf8',
  })
  const [, parent] = /^\s*(\d+)\s+(?:\S*\/)?\w*sh -c /.exec(stdout ?? '') ?? []
  return parent === undefined ? null : Number(parent)
}
