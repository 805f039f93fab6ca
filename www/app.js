// The demo page: an API and a situation from the address, run with the package against the simulator.
//   #api=og-engine&situation=monthly-quota[&network=other|hidden|same]

import { noticeCard, problemCard, successCard, workingCard } from "./page/notice.js";
import { createPicker } from "./page/picker.js";
import { findSimulator } from "./page/place.js";
import { run } from "./page/run.js";
import { createTimeline } from "./page/timeline.js";
import { verdict } from "./page/verdict.js";
import { wire } from "./page/wire.js";
import { apis, situations } from "./simulator/situations.js";

const FIRST = { api: "og-engine", situation: "monthly-quota" };
const part = (id) => document.getElementById(id);
const views = { notice: part("notice"), verdict: part("verdict"), wire: part("wire") };
const timeline = createTimeline(part("timeline"));
const picker = createPicker({
  apis,
  situations,
  list: part("situation-list"),
  apiSelect: part("api-select"),
  situationSelect: part("situation-select"),
  onChoose: (api, situation) => go({ api, situation }),
});

let simulator;
let redress;
let current = null;

function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const api = asked.get("api") ?? FIRST.api;
  const id = asked.get("situation") ?? FIRST.situation;
  const situation = situations.find((one) => one.api === api && one.id === id) ?? situations.find((one) => one.api === api);
  return { situation: situation ?? situations.find((one) => one.id === FIRST.situation), network: asked.get("network") };
}

function go(change) {
  const { situation, network } = readAddress();
  const next = { api: situation.api, situation: situation.id, ...(network && { network }), ...change };
  location.hash = new URLSearchParams(next).toString();
}

async function show() {
  const { situation, network } = readAddress();
  const place = simulator.other ? (network ?? "other") : "same";
  part("network-select").value = place;
  picker.show(situation.api, situation.id);
  const { method = "POST", path } = situation.request;
  part("scene-title").textContent = situation.title;
  part("scene-request").textContent = `${method} ${path}`;
  document.title = `${situation.title} · redress`;
  await play(situation, place);
}

async function play(situation, place) {
  current?.abort(new DOMException("Stopped", "AbortError"));
  const control = new AbortController();
  current = control;
  const live = () => current === control;
  let attempts = 0;
  timeline.reset();
  views.notice.replaceChildren(workingCard("Working on it…"));
  views.verdict.replaceChildren();
  views.wire.replaceChildren();
  setRunning(true);
  try {
    const result = await run(redress, situation, {
      baseUrl: place === "same" ? simulator.same : simulator.other,
      hideHeaders: place === "hidden",
      signal: control.signal,
      on: {
        attempt(number) {
          if (!live()) return;
          attempts = number;
          timeline.attempt(number);
          views.notice.replaceChildren(workingCard(number === 1 ? "Working on it…" : "Still working on it…"));
        },
        failed(number, { classification }) {
          if (!live()) return;
          timeline.failed(classification);
          views.verdict.replaceChildren(verdict(classification, `attempt ${number}`));
        },
        wait: (event) => live() && timeline.wait(event),
      },
    });
    if (live()) finish(result, attempts);
  } catch (error) {
    if (!live()) return;
    if (control.signal.aborted) stopped();
    else views.notice.replaceChildren(problemCard(error.message));
  } finally {
    if (live()) setRunning(false);
  }
}

const REASONS = {
  attempts: "the attempts are spent",
  deadline: "the deadline has passed",
  wait_too_long: "the server asks for a longer wait than this call allows",
  offline: "the device is offline",
  unsafe_method: "the request may not be repeated safely",
  not_replayable: "the body cannot be sent again",
};

function finish({ outcome, classification, answer, reason, failure, ...sent }, attempts) {
  if (outcome === "ok") {
    timeline.settle("done", String(answer.status));
    timeline.end("done", "Returned to the caller", attempts === 1 ? "at the first attempt" : `after ${attempts} attempts`);
    views.notice.replaceChildren(successCard({ attempts, image: answer.image, status: answer.status }));
  } else {
    timeline.failed(classification);
    const why = REASONS[reason] ?? "no retry can mend this";
    timeline.end("stopped", outcome === "threw" ? "Gave up" : "Returned to the caller", why);
    views.notice.replaceChildren(noticeCard(redress.describeError(classification), classification, { onRetry: show }));
  }
  // After a success, what had gone wrong before it is worth more than "not_error".
  const shown = outcome === "ok" && failure ? failure : { classification, answer };
  views.verdict.replaceChildren(verdict(shown.classification, attempts > 1 ? `attempt ${shown.attempt ?? attempts} of ${attempts}` : null));
  const ending = outcome === "returned" && answer.status < 400 ? "inside" : outcome;
  views.wire.replaceChildren(wire({ ...sent, answer: shown.answer, ending }));
}

function stopped() {
  timeline.end("stopped", "Stopped", "by you; nothing more is sent");
  views.notice.replaceChildren(workingCard("Stopped."));
}

function setRunning(running) {
  const button = part("run");
  button.disabled = false;
  button.textContent = running ? "Stop" : "Run again";
  button.dataset.running = String(running);
}

async function start() {
  part("run").addEventListener("click", () => {
    if (part("run").dataset.running === "true") current.abort(new DOMException("Stopped", "AbortError"));
    else show();
  });
  part("network-select").addEventListener("change", (event) => go({ network: event.target.value }));
  try {
    simulator = await findSimulator();
    part("network-field").hidden = !simulator.other;
    redress = await import("./redress/index.js").catch((cause) => {
      throw new Error("The package is not built yet: run cargo xtask build.", { cause });
    });
  } catch (error) {
    views.notice.replaceChildren(problemCard(error.message));
    throw error;
  }
  addEventListener("hashchange", show);
  await show();
}

await start();
