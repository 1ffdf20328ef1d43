/** Which pages' paragraphs this browser keeps folded; holds names of pages only. */
const PLACE = 'sma-console-folded'

export function foldedPages(): string[] {
  try {
    return (localStorage.getItem(PLACE) ?? '').split(' ').filter(Boolean)
  } catch {
    return []
  }
}

export function keepFolded(page: string, isFolded: boolean): void {
  const others = foldedPages().filter((name) => name !== page)
  try {
    localStorage.setItem(PLACE, (isFolded ? [...others, page] : others).join(' '))
  } catch {
    // Storage may be full or forbidden: the paragraph then folds as long as the page stays.
  }
}
