/** What the manager says of an account from a day on; every version stays, an empty text takes the day's back. */
export interface OutlookTable {
  id: string
  portfolio_id: string
  date: string
  /** From 1 on for each day. */
  version: number
  text: string
  /** Login of who wrote it. */
  written_by: string
  written_at: string
}
