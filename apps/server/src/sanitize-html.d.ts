/** The part of sanitize-html 2 that is used; the package brings no types. */
declare module 'sanitize-html' {
  export default function sanitizeHtml(
    html: string,
    options: { allowedTags: string[]; allowedAttributes: Record<string, string[]>; nonTextTags?: string[] },
  ): string
}
