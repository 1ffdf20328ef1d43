/** Whether this browser has passkeys: none on a page without https, and WeChat's, which may say that it knows them, cannot use any. */
export const canUsePasskeys = (): boolean =>
  'PublicKeyCredential' in window && !/MicroMessenger/.test(navigator.userAgent)
