import { paths } from '../../app/paths'

/** The form of a grant with these accounts filled in. */
export const grantLink = (codes: readonly string[]) => ({
  path: paths.delegates,
  query: codes.length > 0 ? { accounts: codes.join(' ') } : {},
})
