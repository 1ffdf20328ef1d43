/** A setting as it was set at some time; the highest number of its name counts, none is ever changed. */
export interface SettingVersionTable {
  name: string
  /** From 1 on, of each name. */
  number: number
  /** Text, as the environment would give it; null: back to what the environment says. */
  value: string | null
  changed_at: string
  changed_by: string
  /** Who confirmed it, where it takes two. */
  confirmed_by: string | null
}
