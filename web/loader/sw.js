// Keeps the last complete version of the site for offline use.
//
// A version is one cache, filled as a whole or not at all. Files under assets/ carry their content in their name and
// are answered from the cache first; everything else asks the network first, so a new version is seen at once.

const VERSION = "{{version}}";
const FILES = {{files}};

const scope = self.registration.scope;
const assets = new URL("assets/", scope).href;
// The scope is part of the name: several copies may live on one host, and each tidies up only after itself.
const prefix = `rehearsal ${scope} `;
const current = prefix + VERSION;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(current);
      await cache.addAll(FILES.map((file) => new Request(new URL(file, scope), { cache: "reload" })));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      const old = names.filter((name) => name.startsWith(prefix) && name !== current);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope)) {
    event.respondWith(request.url.startsWith(assets) ? cacheFirst(request) : networkFirst(request));
  }
});

async function kept(request) {
  const cache = await caches.open(current);
  return cache.match(request, { ignoreSearch: request.mode === "navigate" });
}

async function cacheFirst(request) {
  return (await kept(request)) ?? fetch(request);
}

async function networkFirst(request) {
  try {
    return await fetch(request);
  } catch (offline) {
    const answer = await kept(request);
    if (answer) {
      return answer;
    }
    throw offline;
  }
}
