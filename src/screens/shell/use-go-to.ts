import { useLocation, useNavigate } from 'react-router'

/** Returns a way to another page that keeps the filter and order of the list in the address. */
export function useGoTo(): (pathname: string) => void {
  const navigate = useNavigate()
  const { search } = useLocation()
  return (pathname) => void navigate({ pathname, search })
}
