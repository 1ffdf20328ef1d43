import { expect, it } from 'vitest'
import { csvBytes } from './csv'

it('quotes what must be quoted and disarms what a spreadsheet would run', () => {
  const rows = [
    ['plain', 'a,b', 'say "no"', 'two\nlines'],
    ['=1+1', '+86', '-5', '@cmd', '\tx', '\rx', '=HYPERLINK("x","y")'],
  ]
  expect(csvBytes(rows).toString()).toBe(
    '\uFEFFplain,"a,b","say ""no""","two\nlines"\r\n' +
      '\'=1+1,\'+86,\'-5,\'@cmd,\'\tx,"\'\rx","\'=HYPERLINK(""x"",""y"")"\r\n',
  )
})
