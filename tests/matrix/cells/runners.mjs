// Test runners without configuration.
import { run, tool, version } from "../context.mjs";

const TEST = `import * as redress from "redress";
import { expect, test } from "vitest";
import { run } from "./tests/matrix/app/run.js";

test("the app", async () => {
  process.stdout.write("\\nFOUND" + JSON.stringify(await run({ ...redress }, JSON.parse(process.env.PLAN))) + "\\n");
}, 60_000);
`;

// jsdom brings neither fetch nor what it is made of; the tests of an application put a fetch there. What is not a request
// needs nothing.
const JEST = `/** @jest-environment ENVIRONMENT */
const redress = require("redress");
const told = redress.describeError(redress.classifyErrorSync({ status: 402, body: '{"error":"Pr\u00fcfung: card declined"}' }));
if (told.action.type !== "update_payment") throw new Error(JSON.stringify(told));
Object.assign(globalThis, globalThis.lent);
const { run } = require("./run.cjs");

test("the app", async () => {
  process.stdout.write("\\nFOUND" + JSON.stringify(await run({ ...redress }, JSON.parse(process.env.PLAN))) + "\\n");
}, 60_000);
`;

/** jsdom's own AbortSignal is none to Node's fetch, so that an application that tests with both lends Node's. */
const LENDING = `const { TestEnvironment } = require("jest-environment-jsdom");
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.lent = { fetch, Headers, Request, Response, AbortController, AbortSignal };
  }
};
`;

const found = (printed) => JSON.parse(/^FOUND(.*)$/m.exec(printed)[1]);

async function bundledApp(context) {
  const { build } = await import("esbuild");
  const { outputFiles: [{ text }] } = await build({ entryPoints: [context.appPath], bundle: true, format: "cjs", write: false });
  return text;
}

function jest(environment) {
  return {
    group: "runner",
    product: "Jest",
    name: `Jest, ${environment}`,
    version: version("jest"),
    async run(context) {
      const isPage = environment === "jsdom";
      const folder = context.folder(`jest-${environment}`, {
        "app.test.cjs": JEST.replace("ENVIRONMENT", isPage ? "./environment.cjs" : environment),
        "environment.cjs": LENDING.replace('"jest-environment-jsdom"', JSON.stringify(tool("jest-environment-jsdom"))),
        "run.cjs": await bundledApp(context),
        "package.json": '{ "private": true, "jest": { "testRegex": "test.cjs$" } }\n',
      });
      const env = { PLAN: JSON.stringify(await context.plan()) };
      context.check(found(await run(process.execPath, [tool("jest", "bin/jest.js"), "--rootDir", folder], { cwd: folder, env })));
    },
  };
}

export function runners() {
  return [
    {
      group: "runner",
      name: "Vitest",
      version: version("vitest"),
      async run(context) {
        const folder = context.folder("vitest", {
          "app.test.js": TEST.replace('"vitest"', JSON.stringify(tool("vitest", "dist/index.js"))),
          "package.json": '{ "private": true, "type": "module" }\n',
        });
        context.share(folder);
        const env = { PLAN: JSON.stringify(await context.plan()) };
        context.check(found(await run(process.execPath, [tool("vitest", "vitest.mjs"), "run", "--root", folder, "--disable-console-intercept"], { cwd: folder, env })));
      },
    },
    jest("node"), jest("jsdom"),
  ];
}
