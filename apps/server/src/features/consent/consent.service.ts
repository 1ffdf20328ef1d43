/** Consent to the house's terms and privacy text: asked after sign-in, once for each version, kept with its time. */
import { hash } from 'node:crypto'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { HouseText } from '../brand/brand.service'
import { insertConsent, selectConsents } from './consent.queries'

type Named = Pick<HouseText, 'kind' | 'version'>

export interface ConsentDesk {
  /** The texts as they are now. */
  texts(): Promise<HouseText[]>
  /** True while the client has not agreed to the texts as they are now. */
  isDue(clientId: string): Promise<boolean>
  /** Throws text-changed where another version is in force by now. */
  give(clientId: string, agreed: readonly Named[]): Promise<void>
}

export function openConsentDesk(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  readTexts: () => Promise<HouseText[]>,
): ConsentDesk {
  return {
    texts: readTexts,
    async isDue(clientId) {
      const texts = await readTexts()
      if (texts.length === 0) return false
      const given = await selectConsents(db, clientId)
      return texts.some((text) => !given.some((one) => isSame(one, text)))
    },
    async give(clientId, agreed) {
      const texts = await readTexts()
      for (const one of agreed) {
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
