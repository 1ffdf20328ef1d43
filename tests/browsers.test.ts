/** What `npm run check` holds the built files to; the files themselves are read there. */
import { expect, it } from 'vitest'
import { newCss, newSyntax } from '../scripts/lib/browsers.mjs'

it('finds syntax that a browser of the target does not know, and nothing in what it knows', async () => {
  expect(await newSyntax('let a = b?.c ?? 1; a ||= 2; class A { made = a }')).toBeNull()
  expect(await newSyntax('class A { static { A.made = 1 } }')).toMatch(/static/)
  expect(await newSyntax('{ using file = open() }')).not.toBeNull()
  expect(await newSyntax('for (const = 1')).toMatch(/Expected/)
})

it('asks for an older line before a new value in CSS', () => {
  expect(newCss('.a{min-height:100vh;min-height:100dvh}')).toBeNull()
  expect(newCss('.a{color:red}.b{min-height:100dvh}')).toMatch(/100dvh has no older line/)
  expect(newCss('.a{background:color-mix(in srgb,red,blue)}')).toMatch(/no older line/)
  expect(newCss('@supports (color:color-mix(in srgb,red,blue)){.a{color:color-mix(in srgb,red,blue)}}')).toBeNull()
  expect(newCss('@container (min-width:1px){.a{color:red}}')).toMatch(/@container/)
})
