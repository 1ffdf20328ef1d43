import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { findAnswer } from './find-answer'

it('finds the first answer that the server takes', async () => {
  const hashOf = (answer: string | number) => createHash('sha256').update(`token:${answer}`).digest('hex')
  const answer = await findAnswer({ token: 'token', bits: 12 })
  expect(hashOf(answer)).toMatch(/^000/)
  for (let earlier = 0; earlier < Number(answer); earlier++) expect(hashOf(earlier)).not.toMatch(/^000/)
})
