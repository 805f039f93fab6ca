// Where the simulator is: beside this page, on a second origin, or in a service worker where nothing serves it.

/** `{ same, other }`: base URLs; `other` is `null` where there is no second origin. */
export async function findSimulator() {
  const same = new URL("api", document.baseURI).href;
  let root = await describe(same);
  if (!root && "serviceWorker" in navigator) {
    await navigator.serviceWorker.register("simulator-worker.js", { type: "module" });
    await controlled();
    root = await describe(same);
  }
  if (!root) throw new Error("The simulator does not answer. Start the page with: cargo xtask demo");
  return { same, other: root.origins[0] ?? null };
}

async function describe(base) {
  const response = await fetch(`${base}/`).catch(() => null);
  if (!response?.ok || !response.headers.get("content-type")?.includes("json")) return null;
  const root = await response.json();
  return root.simulator === "redress" ? root : null;
}

function controlled() {
  if (navigator.serviceWorker.controller) return undefined;
  return new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
}
