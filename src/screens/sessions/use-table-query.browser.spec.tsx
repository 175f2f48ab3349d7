import { useLocation, useNavigate } from 'react-router'
import { PageLink } from '../shell/page-link.tsx'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Surroundings } from '../../test-support/screen.tsx'
import { withFigure } from './filter/filter-tokens.ts'
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
      <button type="button" onClick={() => setQuery({ text: withFigure(query.text, 'ready') })}>
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
      '{"text":"status:ready abcdef","knownStatuses":null,"sort":{"by":"id","descending":true},"group":null,"isTimeline":false}',
    )
})

/** The field as the list has it, and a link that carries the filter of the address on screen. */
const TypedFilter = () => {
  const [query, setQuery, flush] = useTableQuery()
  const { pathname, search } = useLocation()
  return (
    <>
      <input
        aria-label="filter"
        value={query.text}
        onChange={({ target }) => setQuery({ text: target.value }, 'soon')}
        onBlur={flush}
      />
      <PageLink to={{ pathname: '/settings', search }}>settings</PageLink>
      <output aria-label="address">{pathname + search}</output>
    </>
  )
}

test('a link that is followed right after typing keeps every letter', async () => {
  const screen = await render(
    <Surroundings entries={['/?q=first&sort=id']}>
      <TypedFilter />
    </Surroundings>,
  )
  const filter = screen.getByRole('textbox', { name: 'filter' })
  const link = screen.getByRole('link', { name: 'settings' })
  await filter.fill('typed')
  // In one step: the address had no time to follow.
  ;(link.element() as HTMLElement).click()
  await expect
    .element(screen.getByRole('status', { name: 'address' }))
    .toHaveTextContent('/settings?q=typed&sort=id')
  await expect.element(filter).toHaveValue('typed')
})

test('what is typed is in the address after a pause, or once the field is left', async () => {
  const screen = await render(
    <Surroundings entries={['/']}>
      <TypedFilter />
    </Surroundings>,
  )
  const filter = screen.getByRole('textbox', { name: 'filter' })
  const address = screen.getByRole('status', { name: 'address' })
  filter.element().focus()
  await userEvent.keyboard('abc')
  await expect.element(address).toHaveTextContent('/?q=abc')
  await userEvent.keyboard('def{Tab}')
  await expect.element(address).toHaveTextContent('/?q=abcdef')
})
