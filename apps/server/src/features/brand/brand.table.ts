/** One version of the house's brand as staff saved it; the highest number counts, none is ever changed. */
export interface BrandVersionTable {
  /** From 1 on; what the brand file says counts as 0. */
  number: number
  /** JSON of the whole brand, checked when it was stored. */
  content: string
  /** The version that was brought back; null: written anew. */
  restored_from: number | null
  changed_at: string
  changed_by: string
}
