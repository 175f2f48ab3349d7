import { Icon } from './icon.tsx'

/**
 * The button at the end of a heading that closes what is beneath it.
 * @param props `label`: what it closes; `title`: a shorter text beside the pointer
 */
export function CloseButton({
  label,
  title = label,
  onClick,
}: {
  label: string
  title?: string
  onClick: () => void
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={label}
      title={title}
      className="hover:bg-hover inline-flex size-8 shrink-0 items-center justify-center rounded-[5px] pointer-coarse:size-10"
    >
      <Icon name="close" />
    </button>
  )
}
