/** How two texts differ, paragraph by paragraph. */
export interface TextPart {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** The longest row of paragraphs that both have stays; what is taken away stands before what takes its place. */
export function textDifference(before: string, after: string): TextPart[] {
  const [old, now] = [paragraphs(before), paragraphs(after)]
  // length[i][j]: of the longest common row of old from i on and now from j on
  const length = Array.from({ length: old.length + 1 }, () => Array.from({ length: now.length + 1 }, () => 0))
  const at = (i: number, j: number): number => length[i]?.[j] ?? 0
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--) {
      const row = length[i]
      if (row) row[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  const parts: TextPart[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    const [removed, added] = [old[i], now[j]]
    if (removed !== undefined && removed === added) {
      parts.push({ kind: 'same', text: removed })
      i++
      j++
    } else if (removed !== undefined && (added === undefined || at(i + 1, j) >= at(i, j + 1))) {
      parts.push({ kind: 'removed', text: removed })
      i++
    } else {
      parts.push({ kind: 'added', text: added ?? '' })
      j++
    }
  }
  return parts
}

const paragraphs = (text: string): string[] => (text === '' ? [] : text.split(/\n\s*\n/))
