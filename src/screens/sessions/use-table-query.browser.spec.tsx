import { useNavigate } from 'react-router'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Surroundings } from '../../test-support/screen.tsx'
import { useTableQuery } from './use-table-query.ts'

/** The filter as a page has it, with the ways in which an address changes. */
const Filter = () => {
  const [query, setQuery] = useTableQuery()
  const navigate = useNavigate()
  return (
    <>
      <input
        aria-label="filter"
        value={query.text}
        onChange={({ target }) => setQuery({ text: target.value })}
      />
      <output aria-label="query">{JSON.stringify(query)}</output>
      <button type="button" onClick={() => setQuery({ figure: 'ready' })}>
        ready
      </button>
      <button type="button" onClick={() => void navigate('/elsewhere?q=linked')}>
        link
      </button>
      <button type="button" onClick={() => void navigate(-1)}>
        back
      </button>
    </>
  )
}

test('following a link or going Back replaces what was typed', async () => {
  const screen = await render(
    <Surroundings entries={['/?q=first']}>
      <Filter />
    </Surroundings>,
  )
  const filter = screen.getByRole('textbox', { name: 'filter' })
  await filter.fill('typed')
  await screen.getByRole('button', { name: 'link' }).click()
  await expect.element(filter).toHaveValue('linked')
  await filter.fill('typed again')
  await screen.getByRole('button', { name: 'back' }).click()
  await expect.element(filter).toHaveValue('typed')
})

test('choosing a figure right after typing keeps the text and the order', async () => {
  const screen = await render(
    <Surroundings entries={['/?sort=id.desc']}>
      <Filter />
    </Surroundings>,
  )
  const filter = screen.getByRole('textbox', { name: 'filter' })
  filter.element().focus()
  await userEvent.keyboard('abc')
  await screen.getByRole('button', { name: 'ready' }).click()
  await userEvent.click(filter)
  await userEvent.keyboard('{End}def')
  await expect
    .element(screen.getByRole('status', { name: 'query' }))
    .toHaveTextContent(
      '{"text":"abcdef","figure":"ready","sort":{"by":"id","descending":true},"isTimeline":false}',
    )
})
