export interface Puzzle {
  token: string
  /** Of zeros at the beginning of the hash, at most 32. */
  bits: number
}

/** Hashes under way at one time. */
const BATCH = 256

/** The first answer for which SHA-256 of `token:answer` begins with so many zero bits. */
export async function findAnswer({ token, bits }: Puzzle): Promise<string> {
  const encoder = new TextEncoder()
  async function tried(answer: string): Promise<string | null> {
    const hash = await crypto.subtle.digest('SHA-256', encoder.encode(`${token}:${answer}`))
    return Math.clz32(new DataView(hash).getUint32(0)) >= bits ? answer : null
  }
  for (let start = 0; ; start += BATCH) {
    const answers = await Promise.all(Array.from({ length: BATCH }, (_, at) => tried(String(start + at))))
    const found = answers.find((answer) => answer !== null)
    if (found !== undefined) return found
  }
}
