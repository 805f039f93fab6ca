// Browsers, one of each for the whole run.
import { existsSync } from "node:fs";
import { chromium, firefox } from "playwright-core";
import { Unavailable } from "./context.mjs";
import { launchWebDriver } from "./webdriver.mjs";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const open = new Map();

async function launch(name, program, start) {
  if (!existsSync(program)) throw new Unavailable(`${program} is not installed`);
  if (!open.has(name)) open.set(name, await start(program));
  return open.get(name);
}

export const launchChromium = () =>
  launch("chromium", process.env.CHROMIUM ?? "/usr/bin/chromium", (executablePath) => chromium.launch({ executablePath, args: FLAGS }));

/** Debian's Firefox, by WebDriver BiDi. */
export const launchFirefox = () =>
  launch("firefox", process.env.FIREFOX ?? "/usr/bin/firefox-esr", (executablePath) => firefox.launch({ channel: "moz-firefox", executablePath }));

export async function closeBrowsers() {
  for (const browser of open.values()) await browser.close();
}

export const launchWebKit = () => launch("webkit", process.env.WEBKIT_DRIVER ?? "/usr/bin/WebKitWebDriver", launchWebDriver);
