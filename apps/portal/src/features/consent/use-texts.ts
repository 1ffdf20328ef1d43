import type { Reply } from '@sma/contract/api'
import { call } from '../../app/api'
import { useOnce } from '../../app/use-once'

/** The house's texts that clients agree to. */
export const useTexts = () => useOnce<Reply<'readTexts'>['texts']>(async () => (await call('readTexts', {})).texts)
