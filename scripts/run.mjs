import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endWithParent, execute as start } from './children.mjs'
import { ensureNode } from './node.mjs'
import { ensurePackages } from './packages.mjs'

/**
 * Runs the npm scripts: `npm start`, `npm test`, and the others. This file is plain JavaScript that
 * runs on any Node. It installs a newer Node if necessary, then the packages, then runs the command.
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.chdir(root)
const [command = 'start', ...args] = process.argv.slice(2)

endWithParent()

const bin = ensureNode(root, fail)
if (bin !== null && !process.env.CONSOLE_PRIVATE_NODE) {
  // Starts again with the newer Node first on PATH, for everything that follows.
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    CONSOLE_PRIVATE_NODE: '1',
  }
  const node = join(bin, process.platform === 'win32' ? 'node.exe' : 'node')
  process.exit(await execute(node, [join(root, 'scripts', 'run.mjs'), command, ...args], env))
}

const { env } = process
const node = process.execPath

const commands = {
  start: async () => {
    // Checked before the build, so that the message comes at once.
    const problem = await addressProblem()
    if (problem !== null) fail(problem)
    const built = await execute(node, ['scripts/build.mjs', '--if-changed'], env)
    return built === 0 ? execute(node, ['server/serve.ts'], env) : built
  },
  test: () => prove('test', true),
  'test:models': () => prove('models'),
  'test:long': () => prove('long', true),
  'test:soak': () => prove('soak'),
  'test:mutation': () => prove('mutation'),
  'test:breaks': () => prove('breaks', true),
  'bench:calls': () => prove('calls'),
  'test:all': async () => {
    const { runAll } = await import('./proofs/run-all.mjs')
    return runAll(args, { run: (name, ofProof) => prove(name, true, ofProof) })
  },
  dev: () => execute(node, ['node_modules/vite/bin/vite.js', ...args], env),
  build: () => execute(node, ['scripts/build.mjs'], env),
  screenshots: async () => {
    await ensureBrowser()
    const built = await execute(node, ['scripts/build.mjs', '--if-changed'], env)
    return built === 0 ? execute(node, ['scripts/screenshots.mjs', ...args], env) : built
  },
  simulator: () => execute(node, ['src/simulator/cli.ts', ...args], env),
  format: () => execute(node, ['node_modules/oxfmt/bin/oxfmt', '.'], env),
}

const action = commands[command]
if (!action)
  fail(`Unknown command "${command}". Commands: ${Object.keys(commands).join(', ')}.`)
ensurePackages(root, env, fail)
process.exit(await action())

function fail(message) {
  console.error(`\n${message}`)
  process.exit(1)
}

/** Runs a program until it ends. */
async function execute(program, programArgs, env) {
  try {
    return await start(program, programArgs, env)
  } catch (error) {
    return fail(error.message)
  }
}

/** Runs a proof, which writes its result into a folder (see proofs/results.mjs). */
async function prove(name, needsBrowser = false, ofProof = args) {
  if (needsBrowser) await ensureBrowser()
  const { runProof } = await import('./proofs/run-proofs.mjs')
  const run = (programArgs, programEnv) => execute(node, programArgs, programEnv)
  return runProof(name, { execute: run, env, args: ofProof })
}

/** Installs a Chromium if there is none. */
async function ensureBrowser() {
  const { ensureChromium } = await import('./ensure-chromium.mjs')
  await ensureChromium(fail)
}

/** Why the console can't listen at HOST and PORT; null when it can. */
async function addressProblem() {
  const { readAddress, whyNotFree } = await import('../server/address.ts')
  try {
    return await whyNotFree(readAddress(env))
  } catch (error) {
    return error.message
  }
}
