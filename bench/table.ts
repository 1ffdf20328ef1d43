/** Prints a Markdown table; numbers are given as text. */
export function printTable(title: string, head: string[], rows: string[][]): void {
  console.log(`\n### ${title}\n`)
  console.log(`| ${head.join(' | ')} |`)
  console.log(`|${head.map((_, i) => (i === 0 ? ' --- ' : ' ---: ')).join('|')}|`)
  for (const row of rows) console.log(`| ${row.join(' | ')} |`)
}
