import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'

/** Starts the programs of an npm script. None of them outlives the command that started it. */

/** How often to check whether the parent process is still there. */
const LOOK_MS = 250

const running = new Set()
let stopSignal = null

/**
 * Runs a program until it ends. It gets the signals of this process. After a stop signal, this
 * process ends together with it.
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} its exit code, or 1 when a signal from elsewhere ended it
 * @throws the system's error when it can't be started
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
 * Ends this process and its programs when a stop signal comes or when the parent process ends.
 * npm passes SIGTERM only to the shell of its script. The shell ends, and without this check a
 * server would keep running and hold its port. A SIGINT sent only to npm has no effect here,
 * because the shell ignores it and npm keeps running. Ctrl-C reaches all of them.
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
 * Returns the parent of the shell in which npm runs a script, or null when it can't be found. The
 * shell waits for its program, so the shell alone doesn't show that npm has ended.
 */
function behindShell(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], {
    encoding: 'utf8',
  })
  const [, parent] = /^\s*(\d+)\s+(?:\S*\/)?\w*sh -c /.exec(stdout ?? '') ?? []
  return parent === undefined ? null : Number(parent)
}
