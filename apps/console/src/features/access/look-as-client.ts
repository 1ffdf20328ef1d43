import { call } from '../../app/api'

/** Opens the portal as this client sees it, for half an hour and without changing anything. Rejects where it is refused. */
export async function lookAsClient(client: string, portfolio?: string): Promise<void> {
  await call('beginClientView', { body: { client } })
  // The portal's own note that someone is signed in: without it, it would show its sign-in page first.
  localStorage.setItem('sma.session', 'in')
  window.location.assign(portfolio === undefined ? '/' : `/portfolios/${encodeURIComponent(portfolio)}`)
}
