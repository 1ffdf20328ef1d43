export const LONGEST_CODE = 32

/**
 * Portfolio codes stand in addresses: up to 32 characters without blanks, slashes or other signs of a URL, and not dots
 * alone, which an address takes for a step upwards.
 */
export const isPortfolioCode = (text: string): boolean =>
  text.length <= LONGEST_CODE && /^[^\s/\\?#%&;,]+$/.test(text) && !/^\.+$/.test(text)
