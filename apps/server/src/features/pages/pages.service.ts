/** The house's pages: as staff last wrote them, else as the brand file or the platform has them. Terms and privacy are agreed to. */
import { pageName } from '@sma/contract/pages'
import type { changePage, listPages } from '@sma/contract/staff-publications'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import type { Language } from '../../http/error-words'
import { AppError } from '../../http/errors'
import type { CallingStaff } from '../../http/callers'
import { shanghaiDate } from '../../shanghai'
import { appendAudit, noteAuditHead, staffActor } from '../audit/audit.service'
import type { HouseText } from '../brand/brand.service'
import { DEFAULT_PAGES, type PageText } from './page-defaults'
import { pageHtml, paragraphs, plainText } from './page-html'
import { insertPageVersion, selectNewestPages } from './pages.queries'
import type { PageName, PageVersionTable } from './pages.table'

interface Page {
  /** How many versions staff wrote. */
  number: number
  version: string
  updatedAt: string | null
  updatedBy: string | null
  zh: PageText
  en: PageText | null
  /** As it was given, where it was given as plain text. */
  text?: string
}

export interface Pages {
  /** In the language asked for, where it is written in it. */
  read(name: PageName, language: Language): Promise<Pick<Page, 'version' | 'updatedAt'> & PageText>
  list(): Promise<z.input<typeof listPages.reply>>
  change(staff: CallingStaff, written: Written): Promise<{ version: string }>
  /** What clients agree to, as it is now. */
  texts(): Promise<HouseText[]>
}

type Written = z.output<typeof changePage.body> & { name: PageName }

/** The texts are asked for at every read of figures; another server's change may come so much later. */
const KEPT_MS = 5000
const AGREED = ['terms', 'privacy'] as const
/** Of a page that nobody has changed yet. */
const FIRST = '1'

export function openPages(deps: Deps, houseTexts: readonly HouseText[]): Pages {
  const { db, clock } = deps
  let kept: { texts: HouseText[]; until: number } | null = null

  async function current(names: readonly PageName[]): Promise<Map<PageName, Page>> {
    const written = new Map((await selectNewestPages(db, names)).map((row) => [row.name, pageOf(row)]))
    const pages = new Map<PageName, Page>()
    for (const name of names) {
      const page = written.get(name) ?? givenPage(name, houseTexts)
      if (page) pages.set(name, page)
    }
    return pages
  }

  return {
    async read(name, language) {
      const page = (await current([name])).get(name)
      if (!page) throw new AppError('not-found')
      const { version, updatedAt, zh, en } = page
      return { version, updatedAt, ...(language === 'en' ? (en ?? zh) : zh) }
    },
    async list() {
      const pages = await current(pageName.options)
      return { pages: pageName.options.map((name) => ({ name, ...(pages.get(name) ?? NONE) })) }
    },
    async change(staff, written) {
      const before = (await current([written.name])).get(written.name)
      if ((before?.version ?? null) !== written.version) throw new AppError('version-changed')
      const row = rowOf(deps, { written, number: (before?.number ?? 0) + 1, by: staff.login })
      await deps.db
        .transaction()
        .execute(async (tx) => {
          await insertPageVersion(tx, row)
          const object = { kind: 'page' as const, id: written.name }
          const detail = { version: row.version }
          await appendAudit(tx, deps, { actor: staffActor(staff), action: 'edit-page', object, detail })
        })
        .catch((error: unknown) => {
          // Two people at once: the first one's version has the number.
          throw deps.database.isConflict(error) ? new AppError('version-changed') : error
        })
      kept = null
      await noteAuditHead(deps)
      return { version: row.version }
    },
    async texts() {
      const now = clock.now().getTime()
      if (kept && now < kept.until) return kept.texts
      const pages = await current(AGREED)
      const texts = AGREED.flatMap((kind) => {
        const page = pages.get(kind)
        return page ? [{ kind, version: page.version, text: page.text ?? plainText(page.zh.html) }] : []
      })
      kept = { texts, until: now + KEPT_MS }
      return texts
    },
  }
}

const NONE = { version: null, updatedAt: null, updatedBy: null, zh: null, en: null }

const pageOf = (row: PageVersionTable): Page => ({
  number: row.number,
  version: row.version,
  updatedAt: row.updated_at,
  updatedBy: row.updated_by,
  zh: { title: row.title_zh, html: row.html_zh },
  en: row.title_en === null || row.html_en === null ? null : { title: row.title_en, html: row.html_en },
})

const TITLES = { terms: '用户协议', privacy: '隐私政策' }

function givenPage(name: PageName, houseTexts: readonly HouseText[]): Page | undefined {
  const unwritten = { number: 0, updatedAt: null, updatedBy: null }
  const given = houseTexts.find(({ kind }) => kind === name)
  if (given) {
    const zh = { title: TITLES[given.kind], html: paragraphs(given.text) }
    return { ...unwritten, version: given.version, zh, en: null, text: given.text }
  }
  const page = DEFAULT_PAGES[name]
  return page && { ...unwritten, version: FIRST, ...page }
}

/** A version is called by its day, so that no version of the brand file has the same name. */
function rowOf(
  { clock }: Pick<Deps, 'clock'>,
  { written: { name, zh, en }, number, by }: { written: Written; number: number; by: string },
): PageVersionTable {
  const now = clock.now()
  const [html_zh, html_en] = [pageHtml(zh.html), en && pageHtml(en.html)]
  if (html_zh === '' || html_en === '') throw new AppError('page-empty')
  return {
    name,
    number,
    version: `${shanghaiDate(now)}.${number}`,
    title_zh: zh.title,
    html_zh,
    title_en: en?.title ?? null,
    html_en,
    updated_at: now.toISOString(),
    updated_by: by,
  }
}
