import { defineConfig } from 'vite'
import { webApp } from '../../scripts/lib/web-app.mjs'

export default defineConfig(webApp(import.meta.url, '/console/'))
