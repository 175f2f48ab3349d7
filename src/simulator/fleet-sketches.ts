/** A session of the generated fleet, relative to the instant at which the fleet begins. */
export type Sketch = {
  id: string
  size: string
  leaseMs: number
} & (
  | { is: 'Ready'; readyAgoMs: number }
  /** `startedShare`: the part of the start-up that has passed, 0 to 1. */
  | { is: 'Starting'; startedShare: number }
  | { is: 'Expired'; endedAgoMs: number }
  | { is: 'Stopped'; endedAgoMs: number; ranMs: number }
  | { is: 'Error'; endedAgoMs: number }
)

/**
 * The first dozen, chosen by hand to show what a console is for: two end within ten minutes,
 * one is near its 24 h limit, two are starting, and one of each kind of end has ended. Ready
 * ones come first, so that a fleet of three has three running sessions.
 */
export const DISTINCT: readonly Sketch[] = [
  {
    id: 'studio-a-review',
    size: 'Standard',
    leaseMs: time(4),
    is: 'Ready',
    readyAgoMs: time(2, 41, 12),
  },
  {
    id: 'fair-booth-1',
    size: 'Premium',
    leaseMs: time(8),
    is: 'Ready',
    readyAgoMs: time(5, 12, 40),
  },
  {
    id: 'studio-b-lighting',
    size: 'Standard',
    leaseMs: time(6),
    is: 'Ready',
    readyAgoMs: time(0, 47, 5),
  },
  {
    id: 'fair-booth-3',
    size: 'Standard',
    leaseMs: time(8),
    is: 'Ready',
    readyAgoMs: time(7, 52, 20),
  },
  {
    id: 'anna-debug',
    size: 'Standard',
    leaseMs: time(1),
    is: 'Ready',
    readyAgoMs: time(0, 56, 35),
  },
  {
    id: 'design-walkthrough',
    size: 'Premium',
    leaseMs: time(23, 50),
    is: 'Ready',
    readyAgoMs: time(22, 8, 30),
  },
  {
    id: 'plant-tour-live',
    size: 'Premium',
    leaseMs: time(3),
    is: 'Starting',
    startedShare: 0.25,
  },
  {
    id: 'training-room-2',
    size: 'Standard',
    leaseMs: time(2),
    is: 'Starting',
    startedShare: 0.1,
  },
  {
    id: 'crane-model-check',
    size: 'Standard',
    leaseMs: time(5),
    is: 'Ready',
    readyAgoMs: time(0, 3, 8),
  },
  {
    id: 'night-batch-render',
    size: 'Standard',
    leaseMs: time(2),
    is: 'Expired',
    endedAgoMs: time(9, 20),
  },
  {
    id: 'showroom-east',
    size: 'Premium',
    leaseMs: time(4),
    is: 'Error',
    endedAgoMs: time(1, 5),
  },
  {
    id: 'client-demo-morning',
    size: 'Standard',
    leaseMs: time(3),
    is: 'Stopped',
    endedAgoMs: time(3, 30),
    ranMs: time(1, 42),
  },
]

/** Where another session is used: first half of its ID. */
export const PLACES = [
  'studio-a',
  'studio-b',
  'fair-booth',
  'showroom',
  'training-room',
  'plant-north',
  'plant-south',
  'lab-2',
  'design-hub',
  'field-team',
] as const

/** What another session is used for: second half of its ID. */
export const PURPOSES = [
  'review',
  'debug',
  'demo',
  'walkthrough',
  'lighting',
  'assembly-check',
  'client-visit',
  'nightly',
  'training',
  'capture',
] as const

function time(hours: number, minutes = 0, seconds = 0): number {
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000
}
