/** Classes of a text control. */
export const inputClass =
  'border-edge/70 bg-canvas h-8 w-full rounded-[5px] border px-2 text-sm pointer-coarse:h-10 pointer-coarse:text-lg disabled:bg-bar aria-invalid:border-error'
