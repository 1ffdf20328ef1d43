/** A heading without a unit in brackets ("市值(元)"); the text must be a normal label already (bytes/cells). */
export const bareLabel = (label: string): string => label.replace(/\([^()]*\)$/, '')
