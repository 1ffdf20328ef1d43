import { BASE, paths } from '../../app/paths'

/** The whole link; what stands behind the `#` is sent to no server. */
export const linkOf = ({ login, token }: { login: string; token: string }, origin: string): string =>
  `${origin}${BASE}${paths.invitation}#${login}:${token}`

/** Codes as people type them: separated by blanks, commas or lines. */
export const codesIn = (text: string): string[] => [
  ...new Set(text.split(/[\s,，、;；]+/).filter((code) => code !== '')),
]
