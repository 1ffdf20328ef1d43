/** Consent to the house's terms and privacy text: asked after sign-in, once for each version, kept with its time. */
import { hash } from 'node:crypto'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { HouseText } from '../brand/brand.service'
import { inForce } from '../settings/in-force'
import { insertConsent, selectConsents } from './consent.queries'

const MOST_REMEMBERED = 20_000

type Named = Pick<HouseText, 'kind' | 'version'>

export interface ConsentDesk {
  /** The texts as they are now. */
  texts(): Promise<HouseText[]>
  /** True while the house asks for consent and the client has not agreed to the texts as they are now. */
  isDue(clientId: string): Promise<boolean>
  /** Throws text-changed where another version is in force by now. */
  give(clientId: string, agreed: readonly Named[]): Promise<void>
}

export function openConsentDesk(
  deps: Pick<Deps, 'db' | 'clock' | 'config'>,
  readTexts: () => Promise<HouseText[]>,
): ConsentDesk {
  const { db, clock } = deps
  // Asked at every read of figures; consent to a version is never taken back.
  const agreed = new Set<string>()
  function remember(client: string): void {
    if (agreed.size >= MOST_REMEMBERED) agreed.clear()
    agreed.add(client)
  }
  return {
    texts: readTexts,
    async isDue(clientId) {
      if ((await inForce(deps)).config.consent === 'off') return false
      const texts = await readTexts()
      const key = `${clientId} ${texts.map(({ kind, version }) => `${kind} ${version}`).join()}`
      if (texts.length === 0 || agreed.has(key)) return false
      const given = await selectConsents(db, clientId)
      const due = texts.some((text) => !given.some((one) => isSame(one, text)))
      if (!due) remember(key)
      return due
    },
    async give(clientId, wanted) {
      const texts = await readTexts()
      for (const one of wanted) {
        const text = texts.find((known) => isSame(known, one))
        if (!text) throw new AppError('text-changed')
        const { kind, version } = text
        const text_sha256 = hash('sha256', text.text)
        await insertConsent(db, { client_id: clientId, kind, version, text_sha256, at: clock.now().toISOString() })
      }
    },
  }
}

const isSame = (a: Named, b: Named): boolean => a.kind === b.kind && a.version === b.version
