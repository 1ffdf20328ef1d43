import { HtmlTable } from './html-table'
import { TEXT_COLUMNS } from './o32'

/** A file is closed once it holds so many characters: under 20 MB in GBK. */
const FILE_LIMIT = 9_000_000

/** Fills a table that has `rows` rows; returns how many it has then, where it counts them. */
type Fill = (table: HtmlTable, rows: number) => number | void

/** A month of one export, in as many files as its size asks for. */
export class Series {
  #table: HtmlTable | null = null
  #rows = 0
  #month = ''
  #lastDate = ''
  #part = 1

  constructor(
    private readonly columns: readonly string[],
    private readonly save: (name: string, bytes: Buffer) => Promise<void>,
    private readonly nameOf: (month: string, lastDate: string, part: number) => string,
  ) {}

  /** Adds an account's day; a new month, or a full file, first closes the one before. */
  async on(date: string, fill: Fill): Promise<void> {
    const month = date.slice(0, 7)
    if (month !== this.#month) {
      await this.close()
      this.#part = 1
    } else if (this.#table !== null && this.#table.length > FILE_LIMIT) {
      await this.close()
    }
    this.#month = month
    this.#lastDate = date
    this.#table ??= new HtmlTable(this.columns, TEXT_COLUMNS)
    this.#rows = fill(this.#table, this.#rows) ?? this.#rows
  }

  async close(): Promise<void> {
    const table = this.#table
    this.#table = null
    this.#rows = 0
    if (table === null || table.length === 0) return
    await this.save(this.nameOf(this.#month, this.#lastDate, this.#part), table.bytes())
    this.#part += 1
  }
}
