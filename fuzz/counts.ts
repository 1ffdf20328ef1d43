/** Places of the numbers that a worker shares with main.ts. */
export const AT = 0
export const READ = 1
export const REFUSED = 2
export const COUNTS = 3
