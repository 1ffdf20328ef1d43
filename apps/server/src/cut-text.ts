/** The first `longest` UTF-16 units of a text, and no half of a pair at its end: databases would keep another sign for it. */
export const cutText = (text: string, longest: number): string => text.slice(0, longest).replace(/\p{Surrogate}$/u, '')

/** The last ones, as of a file's name, whose end tells its kind. */
export const cutBefore = (text: string, longest: number): string => text.slice(-longest).replace(/^\p{Surrogate}/u, '')
