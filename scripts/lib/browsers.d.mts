export function tooNew(): Promise<{ file: string; problem: string }[]>
export function newSyntax(text: string, target?: string[]): Promise<string | null>
export function newCss(text: string): string | null
