// The offline page's words and the day of the figures last seen on this device; the app notes the day and forgets it at sign-out.
const WORDS = {
  'zh-CN': {
    title: '没有网络',
    text: '现在连接不上服务器。为保护您的信息，本机不保存任何数据，请在网络恢复后重试。',
    again: '重试',
    seen: (day) => `您上次查看的是 ${day} 的数据。`,
  },
  en: {
    title: 'No connection',
    text: 'The server cannot be reached. To protect you, no figures are kept on this device. Please try again when you are connected.',
    again: 'Try again',
    seen: (day) => `You last saw the figures of ${day}.`,
  },
}

function kept(key) {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

const locale = /"locale":"en"/.test(kept('sma.display') ?? '') ? 'en' : 'zh-CN'
const words = WORDS[locale]
document.documentElement.lang = locale
document.title = words.title
for (const element of document.querySelectorAll('[data-words]')) element.textContent = words[element.dataset.words]

const day = kept('sma.seen')
if (day && /^\d{4}-\d{2}-\d{2}$/.test(day)) {
  const seen = document.getElementById('seen')
  seen.textContent = words.seen(day)
  seen.hidden = false
}

document.getElementById('again').addEventListener('click', () => location.reload())
addEventListener('online', () => location.reload())
