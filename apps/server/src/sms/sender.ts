/** A text message on its way to a phone, and what may go wrong with it. */
export interface Sms {
  /** Stays the same over all tries of one message, so that a gateway can tell a repetition. */
  id: string
  kind: 'code' | 'notice'
  phone: string
  /** The whole message; senders that know only registered templates fill in `value` instead. */
  text: string
  /** What a template leaves open: the code, or the time that a notice tells of. */
  value: string
}

export const SENDER_NAMES = ['outbox', 'http', 'aliyun', 'tencent'] as const
export type SenderName = (typeof SENDER_NAMES)[number]

export interface SmsSender {
  /** Resolves once the message was accepted. Throws SmsError. */
  send(message: Sms): Promise<void>
}

/** A message that was not accepted. `reason` is a code without personal data, fit for a log and for the board. */
export class SmsError extends Error {
  constructor(
    readonly reason: string,
    /** This one message was refused (a number, its own daily limit): the sender itself works. */
    readonly isRefusal = false,
  ) {
    super(reason)
  }
}

/** What others send as a code is not trusted: anything that is no plain code is left out. */
export const reasonCode = (code: unknown): string =>
  typeof code === 'string' && /^[A-Za-z][\w.-]{1,63}$/.test(code) ? code : 'code-unreadable'
