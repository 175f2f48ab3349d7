import { testLife } from './session-life.ts'

// It differs from 2021-01-01 in its name only; the quick run covers the others.
testLife('2021-01-01-preview')
