/** A cron line in words, as people speak of hours and days. */
type Words = (key: string, values?: Record<string, unknown>) => string

const DAYS: Record<string, string> = { '*': 'everyDay', '1-5': 'weekdays', '0,6': 'weekends', '6,0': 'weekends' }
const twoSigns = (number: string): string => number.padStart(2, '0')
const listOf = (field: string): string[] | null => (/^\d{1,2}(,\d{1,2})*$/.test(field) ? field.split(',') : null)

/** `每 15 分钟`, `周一至周五 09:30、15:30`; null where a line says more than that. */
export function scheduleWords(line: string, t: Words): string | null {
  const [minute = '', hour = '', day, month, weekday = ''] = line.split(/\s+/)
  const days = DAYS[weekday]
  if (day !== '*' || month !== '*' || days === undefined) return null
  const [minutes, hours] = [listOf(minute), listOf(hour)]
  if (minutes && hours) {
    const times = hours.flatMap((h) => minutes.map((m) => `${twoSigns(h)}:${twoSigns(m)}`))
    return t(`settings.schedule.${days}At`, { times: times.join(t('settings.schedule.and')) })
  }
  const [, step] = /^\*(?:\/(\d{1,2}))?$/.exec(minute) ?? []
  if (!minutes && !minute.startsWith('*')) return null
  const often = minutes
    ? t('settings.schedule.hourly', { minutes: minutes.join(t('settings.schedule.and')) })
    : t('settings.schedule.minutes', { count: Number(step ?? 1) })
  const [, from, to] = /^(\d{1,2})-(\d{1,2})$/.exec(hour) ?? []
  if (from !== undefined && to !== undefined) {
    const times = t('settings.schedule.between', { from: `${twoSigns(from)}:00`, to: `${twoSigns(to)}:59` })
    return t('settings.schedule.within', { when: t(`settings.schedule.${days}At`, { times }), often })
  }
  if (hour !== '*') return null
  return days === 'everyDay' ? often : t('settings.schedule.within', { when: t(`settings.schedule.${days}`), often })
}
