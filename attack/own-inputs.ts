/** What an endpoint that takes a body is sent so that it does something: what no schema tells. */
import { fromBase32, hotp, stepAt } from '../apps/server/src/crypto/totp'
import { deleteFactor } from '../apps/server/src/features/second-factor/second-factor.queries'
import { API_PREFIX } from '../apps/server/src/http/router'
import { ANNA, asked, CHANGE, type Cookies } from '../apps/server/src/testing/people'
import { newPasskey } from '../apps/server/src/testing/passkeys'
import { addPerson } from '../apps/server/src/testing/staff'
import { codeFor } from './guesses'
import type { Live } from './live'

/** Fields of a body over those that its schema alone tells, and what stands in the address. */
export interface Own {
  body?: object
  params?: Record<string, string>
}

interface Settled {
  cookies: Cookies
  client: string
  password: string
}

const CLIENT_ACCOUNT = 'SA0001'
const FUND = '110011'
const REASON = 'a good reason'

const PUBLICATION = {
  kind: 'announcement',
  title: 'A title',
  category: 'reports',
  summary: 'A summary',
  text: 'A text',
  publishedAt: null,
  audience: 'accounts',
  strategy: null,
  portfolios: [CLIENT_ACCOUNT],
  report: null,
}
const accountOf = (code: string) => ({
  code,
  name: '乙',
  strategy: 'balanced',
  launchDate: '2024-01-02',
  initialAssets: '1000',
  initialShares: '1000',
  benchmark: 'an index',
  manager: 'a manager',
  valuationLag: 1,
  navDecimals: 4,
  o32FundNo: `O${code}`,
  faLedgerNo: `F${code}`,
  faName: `ledger of ${code}`,
  state: 'running',
  liquidationFrom: null,
  closedOn: null,
})
const CONTACT = {
  name: 'a person',
  company: 'a company',
  mobile: '13800000000',
  telephone: '021 1',
  email: 'a@example.com',
  address: 'a street',
}
const BRAND = {
  name: 'A house',
  shortName: 'House',
  accent: '#123456',
  logo: null,
  icon: null,
  telephone: '1',
  wechat: 'house',
  email: 'a@example.com',
  address: 'a street',
  links: [{ text: 'ours', url: 'https://example.com/' }],
  legalNotice: 'a notice',
  footnote: 'a note',
  seasons: true,
}
const COMPONENT = { name: 'an index', indexCode: '000300', weight: '100' }
/** Of this machine, which the server never reaches by an address that staff write. */
const FEED = { url: 'https://127.0.0.1:4341/feed.xml', source: 'a source', category: 'macro', isActive: true }
const PRICE = { unitNav: '1.5', accumulatedNav: '1.6', dividend: '0.1', reason: REASON }
const PAGE = { title: 'A page', html: '<p>words</p>' }
const DESCRIBED = { name: 'a fund', shortName: 'fund', assetClass: 'equity', kind: 'a kind', priceLag: 1 }

type Inputs = Record<string, () => Promise<Own>>

/** By endpoint; each is asked for anew before each call, as a change makes what was read before it old. */
export async function ownInputs(live: Live, { cookies, client, password }: Settled): Promise<Inputs> {
  const { app, deps } = live
  await addPerson(deps, 'colleague', { roles: ['operator', 'adviser'] })
  const call = async (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) => {
    const reply = await app.inject({ method, url: API_PREFIX + path, headers: CHANGE, cookies, payload })
    if (reply.statusCode >= 400) throw new Error(`${method} ${path} was answered ${reply.body}`)
    return reply.json<Record<string, unknown>>()
  }
  const idOf = async (path: string, payload: object) => String((await call('POST', path, payload))['id'])
  const draft = await idOf('/staff/publications', PUBLICATION)
  const shown = await idOf('/staff/publications', PUBLICATION)
  await call('POST', '/staff/publications/releases', { ids: [shown] })
  const message = await idOf(`/portfolios/${CLIENT_ACCOUNT}/messages`, { text: 'A question' })
  const template = await idOf('/staff/reply-templates', { title: 'A title', text: 'A text' })
  const feed = await idOf('/staff/feeds', FEED)
  const versionOf = async (path: string) => (await call('GET', path))['version']
  /** The first code of a second factor that is about to be set, whatever was set before. */
  async function firstCode(): Promise<string> {
    await deleteFactor(deps.db, client)
    const { secret } = await call('POST', '/second-factor')
    return hotp(fromBase32(String(secret)), stepAt(deps.clock.now()))
  }
  const recoveryCodes = async () =>
    (await call('PUT', '/second-factor', { totp: await firstCode() }))['recoveryCodes'] as string[]
  let hasTerms: Promise<object> | undefined
  let drawn = 0
  /** What is there once stands in the way of a second one. */
  const next = () => String((drawn += 1)).padStart(4, '0')
  return {
    beginClientView: async () => ({ body: { client } }),
    createStaffSession: async () => ({ body: { login: 'person', password } }),
    changeStaffPassword: async () => ({ body: { current: password, next: 'a longer password 7' } }),
    async createSession() {
      const challenge = await asked(app, ANNA)
      Object.assign(cookies, challenge.cookies)
      return { body: { challengeId: challenge.challengeId, code: await codeFor(deps, ANNA) } }
    },
    async addPasskey() {
      // More than ten are refused.
      await deps.db.deleteFrom('client_passkey').execute()
      const { answer, cookies: ofChallenge } = await newPasskey(app, deps, cookies)
      Object.assign(cookies, ofChallenge)
      return { body: answer }
    },
    ...(deps.config.clientTotp === 'offered' && {
      confirmSecondFactor: async () => ({ body: { totp: await firstCode() } }),
      endSecondFactor: async () => ({ body: { totp: (await recoveryCodes())[0] } }),
      async askSecondFactorReset() {
        await recoveryCodes()
        return { params: { id: client }, body: { reason: REASON } }
      },
    }),
    async giveConsent() {
      // From here on a client has to agree before anything else, so that it is not done for all.
      hasTerms ??= call('PUT', '/staff/pages/terms', { version: null, zh: PAGE, en: PAGE })
      await hasTerms
      const { texts } = (await call('GET', '/texts')) as { texts: { kind: string; version: string }[] }
      return { body: { texts: texts.map(({ kind, version }) => ({ kind, version })) } }
    },
    sendMessage: async () => ({ params: { code: CLIENT_ACCOUNT } }),
    markMessagesSeen: async () => ({ params: { code: CLIENT_ACCOUNT } }),
    answerMessage: async () => ({ params: { id: message } }),
    handOverMessage: async () => ({ params: { id: message }, body: { login: 'person' } }),
    archiveMessage: async () => ({ params: { id: message } }),
    setReplyTemplate: async () => ({ params: { id: template } }),
    addFeed: async () => ({ body: { ...FEED, url: `https://127.0.0.1:4342/${next()}.xml` } }),
    setFeed: async () => ({ params: { id: feed }, body: FEED }),
    setPersonRoles: async () => ({ params: { login: 'colleague' }, body: { roles: ['operator'] } }),
    assignAccounts: async () => ({ params: { login: 'colleague' }, body: { accounts: [CLIENT_ACCOUNT] } }),
    askClientChange: async () => ({ body: { phone: '13900001111', reason: REASON } }),
    exportClients: async () => ({ body: { text: 'SA', whole: true, reason: REASON } }),
    setClientAccount: async () => ({
      params: { id: client, portfolio: CLIENT_ACCOUNT },
      body: { from: null, until: null, reason: REASON },
    }),
    endClientAccount: async () => ({ params: { id: client, portfolio: CLIENT_ACCOUNT } }),
    changeBrand: async () => ({ body: { version: await versionOf('/staff/brand'), brand: BRAND } }),
    restoreBrand: async () => ({ body: { version: await versionOf('/staff/brand'), restore: 0 } }),
    async setSetting() {
      const { settings } = (await call('GET', '/staff/settings')) as { settings: { name: string; version: number }[] }
      const name = 'limit.messagesPerClient'
      const version = settings.find((one) => one.name === name)?.version
      return { params: { name }, body: { value: '10/10m 60/1d', version } }
    },
    addPublication: async () => ({ body: PUBLICATION }),
    changePublication: async () => ({
      params: { id: draft },
      body: { ...PUBLICATION, version: await versionOf(`/staff/publications/${draft}`) },
    }),
    arrangeFiles: async () => ({
      params: { id: draft },
      body: { ids: [], version: await versionOf(`/staff/publications/${draft}`) },
    }),
    releasePublications: async () => ({ body: { ids: [shown] } }),
    withdrawPublication: async () => ({ params: { id: shown } }),
    async changePage() {
      const { pages } = (await call('GET', '/staff/pages')) as { pages: { name: string; version: string | null }[] }
      const version = pages.find(({ name }) => name === 'risk')?.version ?? null
      return { params: { name: 'risk' }, body: { version, zh: PAGE, en: PAGE } }
    },
    addClient: async () => ({
      body: { clientNo: `N${next()}`, idNumber: `E0000${next()}`, portfolios: [CLIENT_ACCOUNT] },
    }),
    addDisclosureEvent: async () => ({
      body: { portfolios: ['A1'], happenedOn: `2024-01-${next().slice(2)}`, title: 'An event' },
    }),
    markDisclosed: async () => ({ params: { code: 'A1', kind: 'monthly', period: '2024-01' } }),
    addAccount: async () => ({ body: accountOf(`B${next()}`) }),
    changeAccount: async () => {
      const { code: _, ...fields } = accountOf('A1')
      return { body: { ...fields, version: await versionOf('/staff/accounts/A1') } }
    },
    addAccountAlias: async () => ({ body: { kind: 'fa-name', value: `a ledger ${next()}`, from: null, to: null } }),
    changeAccountContact: async () => ({
      body: { ...CONTACT, version: (await call('GET', '/staff/accounts/A1'))['contactVersion'] },
    }),
    addBenchmarkSet: async () => ({ body: { from: '2024-01-02', components: [COMPONENT], replaces: null } }),
    setFundNav: async () => ({ params: { fund: FUND, date: '2024-01-02' }, body: PRICE }),
    addFund: async () => ({ body: { ...DESCRIBED, code: `12${next()}` } }),
    setFund: async () => ({ params: { fund: FUND }, body: { ...DESCRIBED, reason: REASON } }),
    setFundClass: async () => ({
      params: { fund: FUND },
      body: { assetClass: 'equity', from: '2024-01-03', reason: REASON },
    }),
    setTolerance: async () => ({ body: { name: 'totalE4', value: '100' } }),
    writeOutlook: async () => {
      const { outlooks } = (await call('GET', '/staff/portfolios/A1/outlooks')) as {
        outlooks: { date: string; version: number }[]
      }
      const date = '2024-01-03'
      return { body: { date, text: 'An outlook', version: outlooks.find((one) => one.date === date)?.version ?? 0 } }
    },
  }
}
