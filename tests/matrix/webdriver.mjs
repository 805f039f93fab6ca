// WebKitGTK by WebDriver, with as much of Playwright's surface as the cells use.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Resolves with the display that Xvfb chose. */
async function startDisplay() {
  const process = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1024x768x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const [number] = await once(process.stdio[3], "data");
  return { process, display: `:${String(number).trim()}` };
}

export async function launchWebDriver(program) {
  const { process: xvfb, display } = await startDisplay();
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", WEBKIT_DISABLE_DMABUF_RENDERER: "1" };
  const driver = spawn(program, [`--port=${port}`, "--host=127.0.0.1"], { stdio: "ignore", env, detached: true });

  async function command(method, path, body) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  for (let tries = 0; ; tries++) {
    try {
      await command("GET", "/status");
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const { sessionId, capabilities } = await command("POST", "/session", { capabilities: {} });
  const session = (method, path, body) => command(method, `/session/${sessionId}${path}`, body);
  await session("POST", "/timeouts", { script: 60_000, pageLoad: 60_000 });
  const script = async (body, args) => {
    const value = await session("POST", "/execute/async", { script: `const [plan, done] = arguments; (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error?.stack ?? error) + " " + error?.message }));`, args: [args ?? null] });
    if (value.error) throw new Error(value.error);
    return value.value;
  };

  return {
    version: () => capabilities.browserVersion,
    newPage: async () => ({
      on() {},
      goto: (url) => session("POST", "/url", { url }),
      waitForFunction: () => script("for (let n = 0; !globalThis.run; n++) { if (n > 600) throw new Error('the page has not started'); await new Promise((r) => setTimeout(r, 50)); }"),
      evaluate: (_, plan) => script("return await globalThis.run(plan);", plan),
      close: () => session("POST", "/url", { url: "about:blank" }),
    }),
    async close() {
      await session("DELETE", "").catch(() => {});
      process.kill(-driver.pid);
      xvfb.kill();
    },
  };
}
