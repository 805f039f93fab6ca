// The simulator in a service worker, for a page on a static host:
//   navigator.serviceWorker.register("simulator-worker.js", { type: "module" })
// Requests under api/ beside this file never leave the browser. State lives as long as the worker does.

import { createSimulator } from "./simulator.js";

const base = new URL("./api", self.location.href);
const simulator = createSimulator({ basePath: base.pathname });

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== base.origin || !url.pathname.startsWith(`${base.pathname}/`)) return;
  event.respondWith(simulator.fetch(event.request));
});
