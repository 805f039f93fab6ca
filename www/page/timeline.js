// Attempts and waits in the order in which they happen, each wait with its countdown.

import { element } from "./dom.js";
import { duration } from "./format.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

export function createTimeline(root) {
  let list;
  let startedAt;
  let attemptAt;
  let open;
  let timer;

  function reset() {
    clearInterval(timer);
    list = element("ol", { class: "timeline" });
    startedAt = performance.now();
    open = null;
    root.replaceChildren(list);
  }

  const since = () => `+${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

  function add(state, title, detail) {
    const parts = {
      title: element("span", { class: "title" }, title),
      detail: element("span", { class: "detail" }, detail ?? ""),
    };
    const row = element("li", { "data-state": state }, parts.title, element("span", { class: "at" }, since()), parts.detail);
    list.append(row);
    return { row, ...parts };
  }

  function attempt(number) {
    endWait();
    attemptAt = performance.now();
    if (number === 1) startedAt = attemptAt;
    open = add("running", `Attempt ${number}`, "waiting for the answer");
  }

  /** The attempt that is open ends. */
  function settle(state, text) {
    if (!open) return;
    open.row.dataset.state = state;
    open.detail.textContent = `${text}, after ${duration(performance.now() - attemptAt)}`;
    open = null;
  }

  function failed({ status, kind }) {
    settle("failed", status === null ? kind : `${status} ${kind}`);
  }

  function wait({ delayMs, classification }) {
    const asked = classification.retryAfterMs !== null;
    const more = asked && delayMs > classification.retryAfterMs ? ", some jitter on top" : "";
    const why = asked ? `the server asked for ${duration(classification.retryAfterMs)}${more}` : "backoff with full jitter";
    const { row, title } = add("waiting", `Wait ${duration(delayMs)}`, why);
    const left = element("span", { class: "left", "aria-hidden": "true" });
    const bar = element("span", { class: "bar", "aria-hidden": "true" }, element("span"));
    title.append(left);
    row.append(bar);
    const endsAt = performance.now() + delayMs;
    const tick = () => {
      const leftMs = Math.max(0, endsAt - performance.now());
      left.textContent = leftMs > 0 ? ` ${(leftMs / 1000).toFixed(1)} s left` : "";
      bar.firstChild.style.transform = `scaleX(${delayMs > 0 ? 1 - leftMs / delayMs : 1})`;
    };
    tick();
    timer = setInterval(tick, calm.matches ? 1000 : 50);
  }

  function endWait() {
    clearInterval(timer);
    const last = list.lastElementChild;
    if (last?.dataset.state !== "waiting") return;
    last.dataset.state = "waited";
    last.querySelector(".left").textContent = "";
    last.querySelector(".bar").remove();
  }

  function end(state, title, detail) {
    endWait();
    open = null;
    add(state, title, detail);
  }

  return { reset, attempt, failed, settle, wait, end };
}
