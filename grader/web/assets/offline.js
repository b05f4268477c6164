// Keeps the site's own pages and scripts for when there is no network; Python's parts are kept by the page itself.
"use strict";
/* SITE */
const prefix = `grader-site:${new URL(".", self.location.href).pathname}:`;
const cache = `${prefix}${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(cache).then((kept) => kept.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const outdated = (name) => name.startsWith(prefix) && name !== cache;
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter(outdated).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const inside = request.url.startsWith(new URL(".", self.location.href).href);
  if (request.method !== "GET" || !inside || new URL(request.url).pathname.includes("/python/")) return;
  const kept = () => caches.match(request, { cacheName: cache, ignoreSearch: true });
  event.respondWith(fetch(request).catch(async () => (await kept()) ?? Response.error()));
});
