import { testMessages } from '../../../packages/ui/testing/messages'
import en from './locales/en.json'
import startEn from './locales/start.en.json'
import startZh from './locales/start.zh-CN.json'
import zh from './locales/zh-CN.json'

testMessages({ zh: [startZh, zh], en: [startEn, en], folder: new URL('.', import.meta.url) })
