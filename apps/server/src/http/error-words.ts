/** What the server says of each error code and of each wrong field, in both languages. The web shows its own words by code. */
import type { ErrorCode } from './errors'

export type Language = 'zh-CN' | 'en'

interface Words {
  title: string
  detail: string
}

const words = (title: string, detail: string): Words => ({ title, detail })

export const ERROR_WORDS: Record<Language, Record<ErrorCode, Words>> = {
  'zh-CN': {
    'request-invalid': words('请求无效', '请求中有字段缺失或不符合要求，见 errors。'),
    'json-invalid': words('不是有效的 JSON', '请求体须为 UTF-8 编码的 JSON。'),
    'date-invalid': words('日期无效', '日期须为 1990 至 2199 年间真实存在的日期，格式为 YYYY-MM-DD。'),
    'id-number-invalid': words('证件号码无效', '请核对证件号码的位数与校验位。'),
    'phone-invalid': words('手机号码无效', '请核对手机号码；境外号码须带国家或地区代码。'),
    'range-invalid': words('日期区间无效', '起始日期不能晚于结束日期。'),
    'range-outside-life': words('日期区间超出范围', '所选区间内没有已披露的净值。'),
    'cursor-invalid': words('翻页标记无效', '请从第一页重新读取。'),
    'export-too-large': words('导出的行数过多', '一次最多导出 10,000 行，请缩短日期区间。'),
    'known-at-future': words('时点尚未到来', '请选择今天或以前的日期，或不晚于现在的时刻。'),
    'password-weak': words('密码过弱', '密码至少 12 个字符，且不能是常见密码或包含登录名。'),
    'audience-invalid': words('接收范围无效', '请选择全部客户、一个策略，或至少一个存在的账户。'),
    'account-unknown': words('账户不存在', '请核对账户代码后再试。'),
    'date-ahead': words('日期尚未到来', '请选择今天或以前的日期。'),
    'event-known': words('该日已有重大事项', '其中有账户在这一天已登记事项；请先取消原有事项，再将当日事项一并登记。'),
    'pdf-unfit': words('PDF 不能提供给客户', '文件已损坏、加了密码、含脚本或附件，或内部无法检查，请重新生成。'),
    'picture-unfit': words('图片无效', '封面须为 500 KB 以内的 PNG、JPEG 或 WebP 图片。'),
    'logo-unfit': words(
      '标志无效',
      '标志须为 100 KB 以内的 PNG、JPEG、WebP 图片，或只含图形的 SVG（不含脚本、样式表、外部引用）。',
    ),
    'icon-unfit': words('图标无效', '图标须为 200 KB 以内、边长至少 192 像素的正方形 PNG，或只含图形的 SVG。'),
    'version-changed': words('内容已被更改', '打开之后有人更改过，请重新读取后再改。'),
    'publication-empty': words('没有内容', '发布的内容须有正文或 PDF 文件。'),
    'attachment-known': words('附件已有', '内容相同的文件已在附件中。'),
    'attachments-full': words('附件过多', '一份公告或文章最多附 10 个文件。'),
    'page-empty': words('页面没有内容', '去除不支持的标记之后，页面没有文字。'),
    'invitation-invalid': words('邀请链接无效', '链接有误、已使用或已过期，请向管理员索取新的链接。'),
    'totp-invalid': words('动态验证码无效', '请核对设备时间，填写身份验证器当前显示的 6 位数字。'),
    'upload-invalid': words('上传内容无效', '请以 multipart/form-data 发送文件，且传输须完整。'),
    'not-signed-in': words('尚未登录', '请登录后再试。'),
    'sign-in-again': words('须重新登录', '此项操作须在登录后 10 分钟内进行；请退出后重新登录。'),
    'code-invalid': words('验证码无效', '验证码有误、已过期或已使用，请重新获取。'),
    'passkey-invalid': words('通行密钥登录未成功', '请改用证件号码和验证码登录。'),
    'passkey-unfit': words('未能添加通行密钥', '请重试，或换一台设备添加。'),
    'passkeys-full': words('通行密钥已满', '最多可有 10 个通行密钥，请先删除不再使用的。'),
    'totp-required': words('还须动态验证码', '请在 totp 中填写身份验证器当前显示的 6 位数字，或一个恢复码。'),
    'totp-known': words('已启用动态验证码', '要更换验证器，请先关闭，再重新启用。'),
    'sign-in-failed': words('登录失败', '登录名、密码或动态验证码有误，或该账号不可用。'),
    'header-missing': words('缺少请求头', '修改类请求须带请求头 x-requested-with: sma。'),
    'origin-refused': words('来源不被接受', '本请求只能由本站页面发出。'),
    'role-missing': words('无此权限', '您的角色不能进行此操作。'),
    'password-change-required': words('须先修改密码', '请先修改一次性密码。'),
    'totp-setup-required': words('须先设置动态验证码', '请先绑定身份验证器。'),
    'other-person-needed': words('须由另一人操作', '此操作不能由本人完成。'),
    'view-only': words('只能查看', '以此身份只能查看，不能更改。'),
    'not-found': words('未找到', '所请求的内容不存在。'),
    'no-valuation': words('尚无估值', '该日及之前没有已披露的估值。'),
    'no-contact': words('尚无联系人', '该账户尚未指定客户经理。'),
    'method-not-allowed': words('方法不允许', '该地址不支持此请求方法，可用的方法见 Allow。'),
    'login-taken': words('登录名已被使用', '请换一个登录名。'),
    'request-timeout': words('请求超时', '请求未能在规定时间内发送完毕。'),
    'client-taken': words('客户已存在', '另一个客户已有相同的证件号码和手机号码。'),
    'client-no-taken': words('客户编号已被使用', '请核对客户编号，或换一个。'),
    'portfolio-unknown': words('账户代码不存在', '请核对账户代码。'),
    'consent-required': words('须先同意协议', '请先阅读并同意用户协议和隐私政策。'),
    'text-changed': words('文本已更新', '协议或隐私政策已有新的版本，请重新阅读。'),
    'key-reused': words('幂等键已被使用', '同一 Idempotency-Key 只能用于同一内容。'),
    'feed-known': words('订阅地址已存在', '该地址已在列表中。'),
    'outlook-changed': words('观点已被改写', '这一天的观点刚刚有了新的版本，请读过后再写。'),
    'fund-known': words('基金已登记', '该代码的基金已在列表中，请打开后修改。'),
    'fund-class-dated': words('类别有生效日', '该基金的资产类别自某日起变更过，请连同生效日一起设置。'),
    'puzzle-required': words('须先完成计算', '请读取 GET /auth/puzzle，将答案放在 proof 中再次请求。'),
    'body-too-large': words('请求体过大', '请求体不得超过 64 KB。'),
    'media-type-unsupported': words('媒体类型不支持', '请求体须为 application/json。'),
    'too-many-requests': words('请求过于频繁', '请在 Retry-After 所示的秒数之后再试。'),
    'headers-too-large': words('请求头过大', '请求地址与请求头过长。'),
    'internal-error': words('服务器内部错误', '请求未能完成，已记录；请稍后再试。'),
    'service-unavailable': words('服务暂不可用', '请稍后再试。'),
    'storage-full': words('磁盘空间不足', '服务器磁盘已满，本次请求未作任何更改；请联系系统管理员腾出空间后重试。'),
  },
  en: {
    'request-invalid': words('Request not valid', 'A field is missing or does not fit; see errors.'),
    'json-invalid': words('Not valid JSON', 'The body must be JSON in UTF-8.'),
    'date-invalid': words('Date not valid', 'A date must be one of the calendar, 1990 to 2199, as YYYY-MM-DD.'),
    'id-number-invalid': words('ID number not valid', 'Please check its length and its check digit.'),
    'phone-invalid': words('Phone not valid', 'Please check the number; one from abroad needs its country code.'),
    'range-invalid': words('Date range not valid', 'The first date must not be after the last one.'),
    'range-outside-life': words('Date range outside the account’s life', 'No NAV was published in this range.'),
    'cursor-invalid': words('Cursor not valid', 'Please read again from the first page.'),
    'export-too-large': words('Too many rows', 'One export holds 10,000 rows; please shorten the range.'),
    'known-at-future': words('Not yet', 'Please choose a day up to today, or an instant up to now.'),
    'password-weak': words(
      'Password too weak',
      'It needs 12 characters and must be neither a common password nor hold the login.',
    ),
    'audience-invalid': words(
      'Audience invalid',
      'Choose all clients, one strategy, or at least one account that exists.',
    ),
    'account-unknown': words('No such account', 'Check the codes of the accounts and try again.'),
    'date-ahead': words('Not yet', 'Choose today or a day before.'),
    'event-known': words(
      'There is an event of that day',
      'One of the accounts has an event of that day: take it back first, then enter all that happened on it as one.',
    ),
    'pdf-unfit': words(
      'PDF unfit for clients',
      'It is damaged, password-protected, holds scripts or attachments, or cannot be looked through. Make it anew.',
    ),
    'picture-unfit': words('Picture invalid', 'A cover is a PNG, JPEG or WebP picture of at most 500 KB.'),
    'logo-unfit': words(
      'Logo unfit',
      'A logo is a PNG, JPEG or WebP picture of at most 100 KB, or an SVG of shapes alone (no script, style sheet or reference elsewhere).',
    ),
    'icon-unfit': words(
      'Icon unfit',
      'An icon is a square PNG of at most 200 KB and at least 192 pixels, or an SVG of shapes alone.',
    ),
    'version-changed': words('Changed meanwhile', 'Somebody has changed it since it was read. Read it again first.'),
    'publication-empty': words('Nothing to show', 'What is released needs a text or a PDF.'),
    'attachment-known': words('Attached already', 'A file with the same content is attached already.'),
    'attachments-full': words('Too many attachments', 'At most 10 files go with one announcement or article.'),
    'page-empty': words('Page empty', 'Without the markup that is not supported no text is left.'),
    'invitation-invalid': words(
      'Invitation not valid',
      'The link is wrong, used or expired; please ask an administrator for a new one.',
    ),
    'totp-invalid': words('Code not valid', 'Please check the clock and enter the six digits that the app shows now.'),
    'upload-invalid': words('Upload not valid', 'Please send files as multipart/form-data, and whole.'),
    'not-signed-in': words('Not signed in', 'Please sign in and try again.'),
    'sign-in-again': words(
      'Sign-in too long ago',
      'This takes a sign-in of the last 10 minutes; please sign out and in again.',
    ),
    'code-invalid': words('Code not valid', 'The code is wrong, expired or used; please ask for a new one.'),
    'passkey-invalid': words('Not signed in with the passkey', 'Please sign in with ID number and code instead.'),
    'passkey-unfit': words('Passkey not added', 'Please try again, or add it on another device.'),
    'passkeys-full': words('No room for another passkey', 'There may be 10; please remove one that is not used.'),
    'totp-required': words(
      'Second factor needed',
      'Please send the code of the authenticator app, or a recovery code, as totp.',
    ),
    'totp-known': words('Second factor set', 'To change the app, turn it off first and set it up anew.'),
    'sign-in-failed': words('Sign-in failed', 'Login, password or code is wrong, or the account cannot be used.'),
    'header-missing': words('Header missing', 'A change needs the header x-requested-with: sma.'),
    'origin-refused': words('Origin refused', 'Only pages of this site may send this request.'),
    'role-missing': words('Not allowed', 'Your role does not include this.'),
    'password-change-required': words('Password must be changed', 'Please change the one-time password first.'),
    'totp-setup-required': words('Second factor needed', 'Please set up an authenticator app first.'),
    'other-person-needed': words('Another person needed', 'One cannot do this oneself.'),
    'view-only': words('Viewing only', 'In this way one can look, not change.'),
    'not-found': words('Not found', 'There is nothing here.'),
    'no-valuation': words('No valuation yet', 'Nothing was published on or before this day.'),
    'no-contact': words('No contact yet', 'Nobody is named for this account yet.'),
    'method-not-allowed': words('Method not allowed', 'This address takes other methods; see Allow.'),
    'login-taken': words('Login taken', 'Please choose another one.'),
    'request-timeout': words('Request timed out', 'The request did not arrive in time.'),
    'client-taken': words('Client exists', 'Another client has the same ID number and phone.'),
    'client-no-taken': words('Client number taken', 'Please check the number, or choose another one.'),
    'portfolio-unknown': words('No such account', 'Please check the codes of the accounts.'),
    'consent-required': words('Consent needed', 'Please read and accept the terms and the privacy text first.'),
    'text-changed': words('Text changed', 'There is a newer version of the terms or the privacy text; please read it.'),
    'key-reused': words('Idempotency-Key used', 'One key stands for one and the same content.'),
    'feed-known': words('Feed known', 'This address is in the list already.'),
    'outlook-changed': words('Outlook changed', 'Somebody wrote a newer version for this day; please read it first.'),
    'fund-known': words('Fund known', 'A fund with this code is in the list; please open and change it.'),
    'fund-class-dated': words(
      'Class has days',
      'The class of this fund changed on a day; please set it with its first day.',
    ),
    'puzzle-required': words('Work required', 'Please read GET /auth/puzzle and send its answer as proof.'),
    'body-too-large': words('Body too large', 'A body may hold 64 KB.'),
    'media-type-unsupported': words('Media type not supported', 'The body must be application/json.'),
    'too-many-requests': words('Too many requests', 'Please try again after the seconds in Retry-After.'),
    'headers-too-large': words('Headers too large', 'Address and headers are too long.'),
    'internal-error': words(
      'Internal error',
      'The request could not be served; this was logged. Please try again later.',
    ),
    'service-unavailable': words('Service unavailable', 'Please try again later.'),
    'storage-full': words(
      'No room left on the disk',
      'The disk of the server is full and nothing was changed. Have the administrator make room, then try again.',
    ),
  },
}

/** Codes in `errors[]`: what is wrong with one field. */
export const FIELD_WORDS: Record<Language, Record<FieldCode, string>> = {
  'zh-CN': {
    'date-invalid': '不是有效的日期（YYYY-MM-DD）',
    'id-number-invalid': '证件号码无效',
    'phone-invalid': '手机号码无效',
    required: '必填',
    'too-short': '过短或过小',
    'too-long': '过长或过大',
    'not-in-list': '不在可选值之内',
    'type-invalid': '类型有误',
    'format-invalid': '格式有误',
    'too-common': '过于常见',
    taken: '已被另一个账户使用',
    'not-unique': '重复',
    'sum-invalid': '各项之和不是 100%',
  },
  en: {
    'date-invalid': 'not a date (YYYY-MM-DD)',
    'id-number-invalid': 'not a valid ID number',
    'phone-invalid': 'not a valid phone',
    required: 'required',
    'too-short': 'too short or too small',
    'too-long': 'too long or too large',
    'not-in-list': 'not one of the values that can be chosen',
    'type-invalid': 'of the wrong type',
    'format-invalid': 'not in the right format',
    'too-common': 'too common',
    taken: 'used by another account',
    'not-unique': 'there twice',
    'sum-invalid': 'not 100 % in all',
  },
}

export type FieldCode =
  | 'date-invalid'
  | 'id-number-invalid'
  | 'phone-invalid'
  | 'required'
  | 'too-short'
  | 'too-long'
  | 'not-in-list'
  | 'type-invalid'
  | 'format-invalid'
  | 'too-common'
  | 'taken'
  | 'not-unique'
  | 'sum-invalid'
