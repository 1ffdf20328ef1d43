/** What a command tells its user in one line before it ends with exit code 2. */
export class CommandError extends Error {}
