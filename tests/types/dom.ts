// What only a page has.
import { createFetch, fetchWithBackoff } from "redress";

window.fetch = createFetch();
export const kept = fetchWithBackoff("/images", { keepalive: true, credentials: "include", priority: "low" });
export const relative = fetchWithBackoff(new URL("/images", location.href), { body: new FormData(), method: "PUT" });
// @ts-expect-error Node's own member of init
export const other = fetchWithBackoff("/images", { duplex: "half", dispatcher: {} });
