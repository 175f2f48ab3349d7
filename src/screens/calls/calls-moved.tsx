import { Navigate, useLocation } from 'react-router'
import { paths } from '../../paths.ts'

/** Leads from the former address of the activity, which bookmarks may have, to the present one. */
export function CallsMoved() {
  const { search } = useLocation()
  return <Navigate to={{ pathname: paths.activity, search }} replace />
}
