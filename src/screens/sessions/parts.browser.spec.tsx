import { describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import '../../index.css'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { LeaseBar } from './lease-bar.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { ErrorDetails } from '../shell/error-details.tsx'

describe('a button that cannot act', () => {
  test('keeps its focus, shows the reason, and does nothing', async () => {
    const onClick = vi.fn()
    const screen = await render(
      <Button disabledReason="Enter the key first" onClick={onClick}>
        Go
      </Button>,
    )
    const button = screen.getByRole('button', { name: 'Go' })
    await expect.element(button).toHaveAttribute('aria-disabled', 'true')
    await expect.element(button).toHaveAttribute('title', 'Enter the key first')
    button.element().focus()
    expect(document.activeElement).toBe(button.element())
    await userEvent.keyboard('{Enter}')
    expect(onClick).not.toHaveBeenCalled()
  })
})

describe('the confirmation', () => {
  test('closes on Escape without confirming, and on Cancel', async () => {
    const onConfirm = vi.fn()
    const onClose = vi.fn()
    const screen = await render(
      <ConfirmDialog
        title="Stop booth-1?"
        confirmLabel="Stop session"
        onConfirm={onConfirm}
        onClose={onClose}
      >
        <p>It ends.</p>
      </ConfirmDialog>,
    )
    await expect.element(screen.getByRole('dialog', { name: 'Stop booth-1?' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(onConfirm).not.toHaveBeenCalled()
  })

  test('confirms once, then closes', async () => {
    const onConfirm = vi.fn()
    const onClose = vi.fn()
    const screen = await render(
      <ConfirmDialog
        title="Stop?"
        confirmLabel="Stop session"
        onConfirm={onConfirm}
        onClose={onClose}
      >
        <p>It ends.</p>
      </ConfirmDialog>,
    )
    await screen.getByRole('button', { name: 'Stop session' }).click()
    await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(onConfirm).toHaveBeenCalledOnce()
  })
})

test('a panel focuses its heading and closes on Escape', async () => {
  const onClose = vi.fn()
  const screen = await render(
    <Panel title="booth-1" onClose={onClose}>
      <p>Text</p>
    </Panel>,
  )
  const heading = screen.getByRole('heading', { name: 'booth-1' })
  expect(document.activeElement).toBe(heading.element())
  await userEvent.keyboard('{Escape}')
  expect(onClose).toHaveBeenCalledOnce()
})

test('an error is associated with its field and replaces the hint', async () => {
  const screen = await render(<TextField label="Lease" hint="Like 1:30" error="Not a time" />)
  const input = screen.getByRole('textbox', { name: 'Lease' })
  await expect.element(input).toHaveAttribute('aria-invalid', 'true')
  await expect.element(input).toHaveAccessibleDescription('Not a time')
})

test('an unknown status is shown as it is', async () => {
  const screen = await render(<StatusBadge status="Hibernating" />)
  await expect.element(screen.getByText('Hibernating')).toBeVisible()
})

test('the bar shows the part that is left, and never animates', async () => {
  const screen = await render(
    <div style={{ width: 200 }}>
      <LeaseBar leftShare={0.25} urgency="soon" />
    </div>,
  )
  const fill = screen.container.querySelector('span > span')
  expect(fill?.getBoundingClientRect().width).toBe(50)
  expect(document.getAnimations()).toEqual([])
})

test('an error shows its explanation, the message of the service, and an MS-CV to copy', async () => {
  const screen = await render(
    <ErrorDetails
      context="extend"
      error={{
        kind: 'unprocessable',
        status: 422,
        code: 'UnprocessableEntity',
        message: 'The request was malformed.',
        fault: null,
        msCv: '5EqPJ1VdTUakDJZc6/ZhTg.0',
        retryAfterMs: null,
        detail: null,
        hadNoEffect: false,
      }}
    />,
  )
  await expect.element(screen.getByText(/must exceed the current lease/)).toBeVisible()
  await expect.element(screen.getByText(/“The request was malformed.”/)).toBeVisible()
  await expect.element(screen.getByText(/MS-CV 5EqPJ1VdTUakDJZc6/)).toBeVisible()
  await expect.element(screen.getByRole('button', { name: /^Copy/ })).toBeVisible()
})
