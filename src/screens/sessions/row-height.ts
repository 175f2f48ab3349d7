import { preferencesStore } from '../../runtime/preferences.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useMedia } from '../../ui/use-media.ts'

/** Height of a compact row, px. Where rows are lower, their controls are smaller (index.css). */
export const COMPACT_PX = 32

/** Heights of a row by the density that the user set. */
const ROW_HEIGHT_PX = { comfortable: 40, compact: COMPACT_PX, dense: 28 }

/**
 * The height of a row of the table and of the timeline, px. Fingers need a row as high as its
 * buttons, whatever the density (see button.tsx).
 */
export function useRowHeightPx(): number {
  const density = useRuntimeStore(preferencesStore, (state) => state.density)
  return ROW_HEIGHT_PX[useMedia('(pointer: coarse)') ? 'comfortable' : density]
}
