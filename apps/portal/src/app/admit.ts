/** What is needed only once someone may be signed in; the sign-in page does not load it. */
import { VueQueryPlugin, type QueryClient } from '@tanstack/vue-query'
import { ApiProblem } from '@sma/ui/api/api-problem'
import type { App } from 'vue'
import type { RouteLocationNormalized, Router } from 'vue-router'
import { call } from './api'
import { brand, loadBrand } from './brand'
import { addWords, CLIENT_WORDS } from './i18n'
import { paths, signInWithNext } from './paths'
import type { Input } from '@sma/ui/api/client'
import { createQueryClient } from '@sma/ui/api/query-client'
import { forgetFigures, noteSignedIn, onForget } from './session'

let client: QueryClient | undefined

function queryClient(app: App, router: Router): QueryClient {
  if (client) return client
  const created = createQueryClient(() => void leave(router))
  onForget(() => created.clear())
  app.use(VueQueryPlugin, { queryClient: created })
  client = created
  return created
}

/** A read was answered 401: the session has ended on the server, so it ends here. */
async function leave(router: Router): Promise<void> {
  noteSignedIn(false)
  const { name, fullPath } = router.currentRoute.value
  if (name === undefined || name === 'signIn') return
  await router.replace({ path: paths.signIn, query: { expired: '1', next: fullPath } })
  forgetFigures()
}

/** Who is signed in; null when the server says that nobody is. Rejects when the server could not be asked. */
async function readSession(queries: QueryClient) {
  try {
    return await queries.fetchQuery({
      queryKey: ['readSession', {}],
      queryFn: ({ signal }) => call('readSession', {}, { signal }),
      staleTime: 300_000,
    })
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null
    throw error
  }
}

function readAccounts(queries: QueryClient) {
  return queries.fetchQuery({
    queryKey: ['listPortfolios', {}],
    queryFn: ({ signal }) => call('listPortfolios', {}, { signal }),
    staleTime: 60_000,
  })
}

/** Pages that begin with the account as it is known now, or on the day of their address. */
const ACCOUNT_PAGES: readonly unknown[] = ['home', 'account', 'fund', 'performance', 'records']

/** What such a page asks for first, as `useRead` asks for it there: not after the accounts, but with them. */
function readAhead(queries: QueryClient, { name, params, query }: RouteLocationNormalized): void {
  const { code } = params
  if (!ACCOUNT_PAGES.includes(name) || typeof code !== 'string' || query['date'] !== undefined) return
  const ahead = <N extends 'readPortfolio' | 'readNav' | 'readPeriods'>(read: N, input: Input<N>) =>
    // What fails here is asked for again in its turn, and says so there.
    void queries.prefetchQuery({
      queryKey: [read, input],
      queryFn: ({ signal }) => call(read, input, { signal }),
      retry: false,
    })
  ahead('readPortfolio', { params: { code }, query: {} })
  if (name === 'home') ahead('readNav', { params: { code }, query: { period: 'since-inception' } })
  if (name === 'performance' && query['from'] === undefined && query['to'] === undefined)
    ahead('readPeriods', { params: { code }, query: {} })
}

/** The code of a client's only account, or null where there are several or none. */
async function onlyAccount(queries: QueryClient): Promise<string | null> {
  const { portfolios } = await readAccounts(queries)
  const [first] = portfolios
  return first && portfolios.length === 1 ? first.code : null
}

export const loadWords = () => addWords(CLIENT_WORDS)

/** Lets a signed-in client through; a client with one account is taken straight to its home page. */
export async function admit(to: RouteLocationNormalized, app: App, router: Router) {
  const queries = queryClient(app, router)
  const words = loadWords()
  try {
    // The house's name and those of the accounts stand on every page: asked for together, nothing moves when they arrive.
    // Where the house has terms, accounts are refused until they are accepted: then one after the other.
    const mayBeDue = (brand.value?.texts.length ?? 0) > 0
    const accounts = mayBeDue ? null : readAccounts(queries).catch(() => null)
    if (!mayBeDue) readAhead(queries, to)
    const [session] = await Promise.all([readSession(queries), accounts, words, loadBrand()])
    noteSignedIn(session !== null)
    if (session === null) return signInWithNext(to.fullPath)
    if (session.consentDue && to.name !== 'consent') return { path: paths.consent, query: { next: to.fullPath } }
    if (mayBeDue && !session.consentDue) await readAccounts(queries).catch(() => null)
    const code = to.name === 'portfolios' ? await onlyAccount(queries) : null
    return code === null ? true : { path: paths.home(code), replace: true }
  } catch {
    // The server could not be asked: the page shows that with its own words and a way to try again.
    await words
    return true
  }
}
