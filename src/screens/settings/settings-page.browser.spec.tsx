import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { preferencesStore } from '../../runtime/preferences.ts'
import { openRuntime } from '../../test-support/open-runtime.ts'
import { Surroundings } from '../../test-support/screen.tsx'
import SettingsPage from './settings-page.tsx'

test('a changed setting says that it is saved, and its field keeps the focus', async () => {
  const runtime = openRuntime()
  const screen = await render(
    <Surroundings runtime={runtime}>
      <SettingsPage />
    </Surroundings>,
  )
  const status = screen.getByRole('status')
  await expect
    .element(status)
    .toHaveTextContent('Changes are saved automatically in this browser.')
  const field = screen.getByLabelText('Row height')
  await field.selectOptions('Compact')
  await expect.element(status).toHaveTextContent('Saved')
  await screen.getByLabelText('Undo time').selectOptions('Off')
  expect(preferencesStore(runtime).getState()).toMatchObject({
    density: 'compact',
    undoSeconds: 0,
  })
  const steps = screen.getByLabelText('Quick-extend buttons')
  await steps.fill('10, 20')
  await expect.element(steps).toHaveFocus()
  expect(preferencesStore(runtime).getState().extendStepsMin).toEqual([10, 20])
})

test('nothing is called saved beside a field whose text is not', async () => {
  const screen = await render(
    <Surroundings runtime={openRuntime()}>
      <SettingsPage />
    </Surroundings>,
  )
  const status = screen.getByRole('status')
  const rate = screen.getByLabelText('Premium rate per hour')
  await rate.fill('4')
  await expect.element(status).toHaveTextContent('Saved')
  await rate.fill('abc')
  await expect.element(status).toHaveTextContent('Not saved. Correct the field with an error.')
  await rate.fill('5')
  await expect.element(status).toHaveTextContent('Saved')
})
