/** The reply names the day it shows; where that is not the day asked for, the page says so. */
export function otherDayShown(asked: string | undefined, shown: string): { asked: string; shown: string } | null {
  return asked !== undefined && asked !== shown ? { asked, shown } : null
}
