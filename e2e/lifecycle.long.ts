import { testLife } from './session-life.ts'

// It differs from 2021-01-01 by its name; the quick run lives the others.
testLife('2021-01-01-preview', 8707)
