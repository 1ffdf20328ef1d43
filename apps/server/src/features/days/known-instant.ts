import { AppError } from '../../http/errors'
import { shanghaiDate } from '../../shanghai'

/**
 * The instant that a staff read asks for, in UTC as instants are stored: a date means its end in Shanghai, where today's is
 * still going on. Throws `known-at-future` for what has not come yet.
 */
export function knownInstant(asked: string, now: Date): string {
  const isDay = !asked.includes('T')
  if (isDay ? asked > shanghaiDate(now) : new Date(asked) > now) throw new AppError('known-at-future')
  return new Date(isDay ? `${asked}T23:59:59.999+08:00` : asked).toISOString()
}
