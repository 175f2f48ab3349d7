import { defineConfig, type OxlintOverride } from 'oxlint'

/**
 * The rooms of src, from the ground up. A room imports from the floors below its own only
 * (docs/architecture.md).
 */
const FLOORS: readonly (readonly string[])[] = [
  ['util'],
  ['i18n'],
  ['service', 'lease', 'ui'],
  ['gate'],
  ['runtime'],
  ['accounts'],
  ['calls'],
  ['tabs'],
  ['sessions'],
  ['starts'],
  ['monitor'],
  ['screens'],
]

/** Rooms of arithmetic and wire formats: they work without React and without a store. */
const WITHOUT_REACT = ['service', 'lease', 'gate']

/** Files of rules that stand beside what acts on them, in rooms that use React and stores. */
export const PURE_FILES: readonly string[] = [
  'monitor/alerts',
  'monitor/auto-extend',
  'monitor/cost',
  'monitor/export',
  'monitor/history',
  'monitor/retention',
  'screens/sessions/timeline-model',
  'sessions/action-rules',
  'sessions/extend-outcome',
  'sessions/unsent-action',
  'starts/create-intent',
  'starts/create-outcomes',
  'starts/next-start-plan-step',
  'starts/spend-limits',
  'starts/start-plan',
  'starts/start-plan-lines',
].map((name) => `src/${name}.ts`)

type Pattern = Readonly<{
  group: string[]
  importNames?: string[]
  allowTypeImports?: boolean
  message: string
}>

const NO_HELPERS: Pattern = {
  group: ['**/test-support/**'],
  message: 'Helpers of tests stay out of the product.',
}

/**
 * screens has a folder of the same name. Only the way up tells which one a file means, and it is
 * shorter in a file of screens itself than in a file of one of its folders.
 */
function noSimulator(wayUp: '../' | '../../'): Pattern {
  return {
    group: [`${wayUp}simulator/**`],
    allowTypeImports: true,
    message: 'The simulator is loaded by main.tsx alone.',
  }
}

const NO_REACT: Pattern = {
  group: [
    'react',
    'react/*',
    'react-dom',
    'react-dom/*',
    'react-router',
    'zustand',
    'zustand/*',
  ],
  message: 'Rules and wire formats work without React and without a store.',
}

/** A second observer of a list doubles its calls, and an observer can be made of a key alone. */
const NO_OBSERVER: Pattern = {
  group: ['@tanstack/react-query'],
  importNames: [
    ...[
      'Query',
      'SuspenseQuery',
      'InfiniteQuery',
      'SuspenseInfiniteQuery',
      'PrefetchQuery',
    ].map((name) => `use${name}`),
    'usePrefetchInfiniteQuery',
    'useQueries',
    'useSuspenseQueries',
    'QueryObserver',
    'QueriesObserver',
    'InfiniteQueryObserver',
  ],
  message: 'Read the sessions with useFleet(): only the fleet observes lists.',
}

const NO_LIST_QUERY: Pattern = {
  group: ['**/load-sessions.ts'],
  importNames: ['sessionListQuery'],
  message: 'Only sessions/polling.ts makes polls of it.',
}

const NO_POLLS: Pattern = {
  group: ['**/polling.ts'],
  importNames: ['listPolls'],
  message: 'Only sessions/fleet.tsx observes the polls.',
}

const EVERYWHERE = [NO_HELPERS, NO_OBSERVER, NO_LIST_QUERY, NO_POLLS]

function upwardFrom(room: string): Pattern {
  const floor = FLOORS.findIndex((rooms) => rooms.includes(room))
  const forbidden = FLOORS.slice(floor)
    .flat()
    .filter((other) => other !== room)
    .map((other) => `../**/${other}/**`)
  return {
    group: [...forbidden, '../**/routes.tsx', '../**/main.tsx'],
    message: `${room} may import only the rooms below it (docs/architecture.md).`,
  }
}

function patternsOf(room: string): Pattern[] {
  return [
    upwardFrom(room),
    noSimulator(room === 'screens' ? '../../' : '../'),
    ...EVERYWHERE,
    ...(WITHOUT_REACT.includes(room) ? [NO_REACT] : []),
  ]
}

function restrict(files: string[], patterns: Pattern[]): OxlintOverride {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } }
}

function roomOf(file: string): string {
  return file.split('/')[1] ?? ''
}

/** Allows a file of a room what the others must not do. */
function except(file: string, ...allowed: Pattern[]) {
  return restrict(
    [file],
    patternsOf(roomOf(file)).filter((pattern) => !allowed.includes(pattern)),
  )
}

const forbiddenProperties = (names: readonly string[], message: string) =>
  names.map((property) => ({ property, message }))

export default defineConfig({
  plugins: ['typescript', 'react', 'unicorn', 'oxc', 'import', 'jsx-a11y'],
  options: { typeAware: true },
  categories: { correctness: 'error' },
  ignorePatterns: ['dist*', '.tools', 'scripts', 'coverage'],
  rules: {
    'react/rules-of-hooks': 'error',
    'react/exhaustive-deps': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/consistent-type-imports': 'error',
    'import/no-cycle': 'error',
    'no-console': 'error',
    'jsx-a11y/prefer-tag-over-role': 'off',
    'jsx-a11y/no-redundant-roles': 'off',
    'jsx-a11y/no-interactive-element-to-noninteractive-role': 'off',
    'jsx-a11y/no-noninteractive-tabindex': 'off',
    'jsx-a11y/no-noninteractive-element-interactions': 'off',
    'react/incompatible-library': 'off',
    'typescript/unbound-method': 'off',
  },
  overrides: [
    {
      files: ['server/**', 'bench/**', 'src/simulator/cli.ts'],
      rules: { 'no-console': 'off' },
    },
    {
      files: ['src/**'],
      rules: {
        'no-restricted-properties': [
          'error',
          ...forbiddenProperties(
            ['randomUUID', 'subtle'],
            'Only a secure context has it, and the console also starts over plain HTTP.',
          ),
        ],
      },
    },
    ...FLOORS.flat().map((room) => restrict([`src/${room}/**`], patternsOf(room))),
    restrict(['src/screens/*'], [...patternsOf('screens'), noSimulator('../')]),
    ...PURE_FILES.map((file) => restrict([file], [...patternsOf(roomOf(file)), NO_REACT])),
    except('src/calls/use-token.ts', NO_OBSERVER),
    except('src/screens/sessions/raw-record.tsx', NO_OBSERVER),
    except('src/screens/sessions/session-page.tsx', NO_OBSERVER),
    except('src/sessions/fleet.tsx', NO_OBSERVER, NO_POLLS),
    except('src/sessions/polling.ts', NO_LIST_QUERY),
    restrict(
      ['src/simulator/**'],
      [{ group: ['../**'], message: 'The simulator imports nothing of the console.' }],
    ),
    {
      files: ['**/*.spec.ts', '**/*.spec.tsx', 'e2e/**'],
      rules: {
        'typescript/no-unsafe-assignment': 'off',
        'typescript/require-array-sort-compare': 'off',
        'no-restricted-imports': 'off',
        'no-restricted-properties': [
          'error',
          ...forbiddenProperties(
            ['waitForTimeout', 'toMatchSnapshot', 'toMatchInlineSnapshot'],
            'Wait for what the user sees, and state what is expected.',
          ),
          ...['page', 'context'].map((object) => ({
            object,
            property: 'route',
            message: 'Faults come from the simulator.',
          })),
          ...forbiddenProperties(['only', 'skip', 'fixme', 'todo'], 'Every test runs.'),
        ],
      },
    },
  ],
})
