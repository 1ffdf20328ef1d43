// Keeps one page for when there is no network, and nothing else: no figure, no reply of the API, no page of a signed-in client.
const KEPT = 'sma-offline-2'
const FILES = ['/offline.html', '/offline.css', '/offline.js']

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)))
  self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  const forgetOthers = caches
    .keys()
    .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
  const loadAhead = self.registration.navigationPreload?.enable()
  event.waitUntil(Promise.all([forgetOthers, loadAhead]).then(() => self.clients.claim()))
})

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch {
    return (await caches.match('/offline.html')) ?? Response.error()
  }
}

async function own(request) {
  try {
    return await fetch(request)
  } catch {
    return (await caches.match(request)) ?? Response.error()
  }
}

self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url)
  if (event.request.mode === 'navigate' && !/^\/(api|console)\b/.test(pathname)) event.respondWith(page(event))
  else if (FILES.includes(pathname)) event.respondWith(own(event.request))
})
