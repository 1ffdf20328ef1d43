/** The chance that a value of the first kind is greater than one of the second (area under the ROC curve); 0.5: they tell nothing. */
export function area(first: readonly number[], second: readonly number[]): number {
  const all = [...first.map((value) => ({ value, one: 1 })), ...second.map((value) => ({ value, one: 0 }))]
  all.sort((a, b) => a.value - b.value)
  let ranks = 0
  for (let from = 0; from < all.length; ) {
    let to = from
    while (to < all.length && all[to]?.value === all[from]?.value) to++
    // Equal values share the middle of their places.
    const rank = (from + 1 + to) / 2
    for (let at = from; at < to; at++) ranks += rank * (all[at]?.one ?? 0)
    from = to
  }
  return (ranks - (first.length * (first.length + 1)) / 2) / (first.length * second.length)
}
