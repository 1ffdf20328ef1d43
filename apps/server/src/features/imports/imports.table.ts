/** Every file ever received; its bytes are stored under `sha256`. */
export interface SourceFileTable {
  id: string
  sha256: string
  name: string
  size: number
  kind: string | null
  status: 'received' | 'applied' | 'held' | 'rejected' | 'unchanged'
  received_at: string
  received_by: string
  /** JSON: the report's `days` and `problems` of this file. */
  report: string | null
}

/**
 * What the files say of one portfolio and day, by kind and origin, before it is checked: the newest word of each counts.
 * `payload` is JSON with decimals as strings.
 */
export interface DayEvidenceTable {
  portfolio_id: string
  date: string
  kind: 'valuation' | 'holdings' | 'o32-holdings'
  origin: string
  payload: string
  payload_hash: string
  source_file_id: string
  received_at: string
}
