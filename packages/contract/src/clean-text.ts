const INVISIBLE = /(?!\s)\p{Cc}|[\u00ad\u200b-\u200f\u2060\ufeff]/gu

/** A text as the cells of files are read: NFKC, invisible characters dropped, outer blanks trimmed. */
export const cleanText = (text: string): string => text.normalize('NFKC').replace(INVISIBLE, '').trim()
