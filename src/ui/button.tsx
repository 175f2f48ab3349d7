import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { useTabIndex } from './tab-stop.ts'

type Variant = 'primary' | 'secondary' | 'quiet' | 'danger' | 'stop'

const looks: Record<Variant, string> = {
  primary:
    'bg-accent text-on-accent hover:not-aria-disabled:bg-accent-hover border border-transparent font-medium',
  secondary:
    'border border-edge/60 bg-panel hover:not-aria-disabled:bg-hover active:not-aria-disabled:bg-pressed',
  quiet:
    'border border-transparent hover:not-aria-disabled:bg-hover active:not-aria-disabled:bg-pressed',
  // Red only when it is meant.
  stop: 'border border-edge/60 bg-panel hover:not-aria-disabled:border-error hover:not-aria-disabled:bg-error-wash hover:not-aria-disabled:text-error',
  danger:
    'border border-error/70 text-error bg-panel hover:not-aria-disabled:bg-error hover:not-aria-disabled:text-canvas font-medium',
}

/** The look of a button, for links that act as one. */
export function buttonClass(variant: Variant, size: 'small' | 'normal' = 'normal'): string {
  return `inline-flex items-center justify-center gap-1.5 rounded-[5px] whitespace-nowrap select-none pointer-coarse:min-w-10 aria-disabled:opacity-45 disabled:text-muted ${
    size === 'small'
      ? 'h-7 px-2 text-sm pointer-coarse:h-10'
      : 'h-8 px-3 text-sm pointer-coarse:h-10'
  } ${looks[variant]}`
}

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
  ref?: Ref<HTMLButtonElement>
  variant?: Variant
  size?: 'small' | 'normal'
  /**
   * Why the button does nothing now. It keeps its place and focus, and its description says
   * why.
   */
  disabledReason?: string | null
  children: ReactNode
}

/**
 * A button. When it can't act it isn't hidden but disabled, with the reason as its description.
 */
export function Button({
  variant = 'secondary',
  size = 'normal',
  disabledReason = null,
  className = '',
  type = 'button',
  onClick,
  title,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      // aria-disabled instead of disabled, so that keyboard users reach the button and hear the
      // reason.
      aria-disabled={disabledReason !== null}
      tabIndex={useTabIndex()}
      title={disabledReason ?? title}
      type={type}
      className={`${buttonClass(variant, size)} ${className}`}
      onClick={(event) => {
        if (disabledReason === null) onClick?.(event)
        else event.preventDefault()
      }}
      {...rest}
    >
      {children}
    </button>
  )
}
