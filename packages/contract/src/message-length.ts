/** How many characters a message and a reply may have, blanks around it not counted. Plain constants, for the web too. */
export const MESSAGE_LENGTH = { min: 2, max: 1000 } as const
