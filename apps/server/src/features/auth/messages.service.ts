/** What is sent to a phone, sealed until it goes out. */
import { placeOf } from '../../crypto/personal'
import type { Deps } from '../../deps'
import type { CodeMessageTable, NoticeKind } from './auth.table'
import type { Lane } from './streaks.service'

export const CODE_SECONDS = 300

export interface MessageContent {
  phone: string
  text: string
  /** What a registered template leaves open. */
  value: string
}

const placeOfMessage = (id: string): string => placeOf('code_message', 'message', id)

export function sealedMessage(
  { keys, newId, clock }: Pick<Deps, 'keys' | 'newId' | 'clock'>,
  kind: CodeMessageTable['kind'],
  { idNumberMac, phoneMac, deviceId }: Lane,
  content: MessageContent,
): CodeMessageTable {
  const id = newId()
  return {
    id,
    kind,
    id_number_mac: idNumberMac,
    phone_mac: phoneMac,
    device_id: deviceId,
    message_enc: keys.encrypt(JSON.stringify(content), placeOfMessage(id)),
    created_at: clock.now().toISOString(),
    claimed_at: null,
  }
}

export const openMessage = ({ keys }: Pick<Deps, 'keys'>, { id, message_enc }: CodeMessageTable): MessageContent =>
  JSON.parse(keys.decrypt(message_enc, placeOfMessage(id))) as MessageContent

export const codeText = (code: string): string =>
  `登录验证码：${code}，${CODE_SECONDS / 60}分钟内有效。请勿告诉他人；非本人操作请忽略。`

const NOTICES: Record<NoticeKind, (at: string, device: string) => string> = {
  'new-device': (at, device) => `登录提醒：您的账户于${at}在新的设备${device}上登录。`,
  'after-failures': (at, device) => `登录提醒：您的账户于${at}在多次验证码错误之后登录成功${device}。`,
  'passkey-added': (at, device) => `账户提醒：您的账户于${at}新增了一个登录用的通行密钥${device}。`,
  'totp-set': (at, device) => `账户提醒：您的账户于${at}启用了动态验证码${device}，此后登录须一并填写。`,
  'totp-off': (at, device) => `账户提醒：您的账户于${at}关闭了动态验证码${device}。`,
  'totp-reset': (at) => `账户提醒：您账户的动态验证码已于${at}重置，所有登录已退出。`,
  'recovery-code': (at, device) => `登录提醒：您的账户于${at}使用恢复码登录${device}。`,
}

/** To the old phone and the new one. */
export const changedText = (at: string): string =>
  `账户提醒：您的登录手机号码或证件号码已于${at}变更，所有登录已退出。如非您本人要求，请立即联系您的客户经理。`

export function noticeText(kind: NoticeKind, at: string, device: string): string {
  return `${NOTICES[kind](at, device && `（${device}）`)}如非本人操作，请立即联系您的客户经理。`
}
