import type { FieldCode } from './error-words'

/** A request that cannot be served. `code` is kebab-case and stable; words stand in error-words.ts. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details: { fields?: FieldError[]; retryAfterSeconds?: number; allow?: string } = {},
  ) {
    super(code)
  }
}

export interface FieldError {
  field: string
  code: FieldCode
}

/** Status of every error code. */
export const ERROR_STATUS = {
  'request-invalid': 400,
  'json-invalid': 400,
  'date-invalid': 400,
  'id-number-invalid': 400,
  'phone-invalid': 400,
  'range-invalid': 400,
  'range-outside-life': 400,
  'cursor-invalid': 400,
  'export-too-large': 400,
  'known-at-future': 400,
  'password-weak': 400,
  'upload-invalid': 400,
  'audience-invalid': 400,
  'account-unknown': 400,
  'date-ahead': 400,
  'event-known': 409,
  'pdf-unfit': 400,
  'picture-unfit': 400,
  'logo-unfit': 400,
  'icon-unfit': 400,
  'invitation-invalid': 400,
  'totp-invalid': 400,
  'passkey-unfit': 400,
  'not-signed-in': 401,
  'code-invalid': 401,
  'passkey-invalid': 401,
  'totp-required': 401,
  'sign-in-failed': 401,
  'header-missing': 403,
  'origin-refused': 403,
  'role-missing': 403,
  'password-change-required': 403,
  'totp-setup-required': 403,
  'other-person-needed': 403,
  'view-only': 403,
  'consent-required': 403,
  'sign-in-again': 403,
  'not-found': 404,
  'no-valuation': 404,
  'no-contact': 404,
  'method-not-allowed': 405,
  'totp-known': 409,
  'login-taken': 409,
  'client-taken': 409,
  'client-no-taken': 409,
  'portfolio-unknown': 400,
  'request-timeout': 408,
  'passkeys-full': 409,
  'text-changed': 409,
  'version-changed': 409,
  'publication-empty': 409,
  'attachment-known': 409,
  'attachments-full': 409,
  'page-empty': 400,
  'key-reused': 409,
  'feed-known': 409,
  'outlook-changed': 409,
  'fund-known': 409,
  'fund-class-dated': 409,
  'body-too-large': 413,
  'media-type-unsupported': 415,
  'puzzle-required': 428,
  'too-many-requests': 429,
  'headers-too-large': 431,
  'internal-error': 500,
  'service-unavailable': 503,
  'storage-full': 507,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS
