import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import '../index.css'
import { TextField } from './field.tsx'
import { FormFooter, formBodyClass, formClass } from './form-footer.tsx'
import { Panel } from './panel.tsx'

test('a field that takes the focus is never behind the footer', async () => {
  const labels = Array.from({ length: 20 }, (_, index) => `Field ${index}`)
  const screen = await render(
    <div style={{ display: 'flex', height: 400 }}>
      <Panel title="A long form" onClose={() => {}}>
        <form className={formClass}>
          <div className={formBodyClass}>
            {labels.map((label) => (
              <TextField key={label} label={label} />
            ))}
          </div>
          <FormFooter>Save</FormFooter>
        </form>
      </Panel>
    </div>,
  )
  const footer = screen.getByText('Save').element()
  for (const label of labels) {
    const field = screen.getByLabelText(label, { exact: true }).element() as HTMLElement
    field.focus()
    const { bottom } = field.getBoundingClientRect()
    expect(bottom, label).toBeLessThanOrEqual(footer.getBoundingClientRect().top)
  }
})
