import { testMessages } from '../../../packages/ui/testing/messages'
import en from './locales/en.json'
import zh from './locales/zh-CN.json'

testMessages({ zh: [zh], en: [en], folder: new URL('.', import.meta.url) })
