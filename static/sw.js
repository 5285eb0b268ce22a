// The service worker of a release: Postil opens without its server after one visit.
//
// It is bound to exactly one release. It downloads every file of that release before it counts as
// installed, checks each against the hash of its content, and answers from that copy alone. A newer
// service worker fills a cache of its own and waits until the last page of the old release is closed
// (there is no skipWaiting here, on purpose), so a page never meets files of two releases.
//
// Every answer carries the policy as a header: a worker does not inherit the page's <meta> policy, and
// the worker holds the text. Plain static servers send no such header; this is where it comes from.
//
// The release build replaces the next line with the list of files.
const RELEASE = { version: "unbuilt", policy: "", files: {} };

const SCOPE = new URL(self.registration.scope);

// Several copies of Postil may live on one origin, each under its own path.
const OURS = `postil ${SCOPE.pathname} `;
const CACHE = OURS + RELEASE.version;

// Servers disagree about these, and `nosniff` makes a wrong one fatal.
const TYPES = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
  woff2: "font/woff2",
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(dropOlderReleases()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const foreign = url.origin !== SCOPE.origin || !url.pathname.startsWith(SCOPE.pathname);
  if (foreign || request.method !== "GET" || request.headers.has("range")) {
    return;
  }
  const name = url.pathname.slice(SCOPE.pathname.length) || "index.html";
  if (Object.hasOwn(RELEASE.files, name)) {
    event.respondWith(answer(name));
  } else if (request.mode === "navigate") {
    // Not ours to know while the server is there (another page may live below our path); without it,
    // the page itself. A redirect, since its addresses are relative.
    event.respondWith(fetch(request).catch(() => Response.redirect(SCOPE.href)));
  }
});

async function install() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(
      Object.keys(RELEASE.files).map(async (name) => cache.put(address(name), await download(name))),
    );
  } catch (error) {
    // Half a release is of no use; the browser tries again at the next visit.
    await caches.delete(CACHE);
    throw error;
  }
}

async function dropOlderReleases() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function answer(name) {
  const cache = await caches.open(CACHE);
  // The cache can be gone (a reader cleared it) while this service worker still runs.
  return (await cache.match(address(name))) ?? download(name);
}

function address(name) {
  return new URL(name, SCOPE);
}

// Fetches one file of this release, asking the server even where an older copy is kept, and refusing
// anything whose content has another hash: during an update the server may already hold the next
// release. The response is built anew because a redirected one cannot answer a navigation.
async function download(name) {
  const response = await fetch(address(name), {
    cache: "no-cache",
    integrity: RELEASE.files[name],
  });
  if (!response.ok) {
    throw new Error(`${name}: the server answered ${response.status}`);
  }
  const type = TYPES[name.split(".").pop()] ?? response.headers.get("Content-Type");
  return new Response(response.body, {
    headers: {
      "Content-Type": type ?? "application/octet-stream",
      "Content-Security-Policy": RELEASE.policy,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
    },
  });
}
