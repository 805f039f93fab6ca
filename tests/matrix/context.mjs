// What the cells share: the packed package in a project of its own, the servers, what must come out.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "../../www/serve.js";
import { startFaults } from "./fault-server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const require = createRequire(import.meta.url);

/** A cell that cannot run on this machine, and why. */
export class Unavailable extends Error {}

/** The version of a tool, as it is installed. */
export function version(name, from = here) {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, "node_modules", name, "package.json");
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, "utf8")).version.replace(/^v/, "");
  }
  throw new Unavailable(`${name} is not installed: npm ci --prefix tests/matrix`);
}

/** A file of an installed tool. */
export const tool = (...path) => join(here, "node_modules", ...path);

/** Runs a program to its end and returns what it printed. */
export function run(program, args, { cwd, env, seconds = 120 } = {}) {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 26, timeout: seconds * 1000, killSignal: "SIGKILL" };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const text = `${stdout}\n${stderr}`.trim().split("\n").slice(-12).join("\n");
      reject(new Error(`${program.split("/").pop()}: ${error.killed ? `not finished after ${seconds} s` : `exit ${error.code}`}\n${text}`));
    });
  });
}

export async function start() {
  const tarball = process.env.REDRESS_TARBALL;
  assert.ok(tarball, "REDRESS_TARBALL names the packed package");
  const work = join(root, "target/matrix");
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  // Within the project, as an application's own files are.
  for (const folder of ["tests/package/apps", "tests/matrix/app"]) cpSync(join(root, folder), join(work, folder), { recursive: true });
  writeFileSync(join(work, "package.json"), '{ "private": true, "type": "module" }\n');
  await run("npm", ["install", "--offline", "--ignore-scripts", "--no-package-lock", "--loglevel=error", tarball], { cwd: work });
  const packageDir = join(work, "node_modules/redress");
  process.env.REDRESS_PACKAGE_DIR = packageDir;
  const { expected, plan } = await import("../package/setup.mjs");
  const server = await startServer({ apiPort: 0 });
  const faults = await startFaults();
  const text = readFileSync(join(packageDir, "dist/index.js"), "latin1");
  // A piece of the module's text that stands in the default entry once.
  const piece = text.slice(text.length >> 1, (text.length >> 1) + 48);
  assert.equal(text.split(piece).length, 2);

  return {
    here,
    work,
    packageDir,
    server,
    appPath: join(work, "tests/matrix/app/run.js"),

    /** A folder of one cell, with these files. */
    folder(name, files = {}) {
      const path = join(work, name);
      mkdirSync(path, { recursive: true });
      for (const [file, content] of Object.entries(files)) {
        mkdirSync(dirname(join(path, file)), { recursive: true });
        writeFileSync(join(path, file), content);
      }
      return path;
    },

    /** Puts the app into a folder. */
    share(path) {
      cpSync(join(work, "tests"), join(path, "tests"), { recursive: true });
    },

    /** What the app of one cell asks for. */
    async plan(inPage = false) {
      const requests = await plan(server);
      return { requests, addresses: faults.addresses({ refused: requests.closed, inPage }) };
    },

    /** Compares what the app found; `faults` are where this runtime tells less than it should, or more. */
    check(found, { faults: others = {}, inPage = false } = {}) {
      const { mended, ...rest } = found.faults;
      // The sentence of each runtime is for the table, not for the comparison.
      const bare = Object.fromEntries(Object.entries(rest).map(([name, { kind, retryable, said }]) => [name, kind ? { kind, retryable } : said]));
      const network = { kind: "network", retryable: true };
      assert.deepEqual(found.app, expected);
      const wanted = {
        refused: network,
        "reset before headers": network,
        "closed before headers": network,
        "reset in the body": network,
        "truncated body": network,
        "no HTTP": network,
        "no TLS": network,
        "no such host": network,
        "blocked port": { kind: "network", retryable: inPage },
        "bad URL": { kind: "network", retryable: false },
        ...(inPage && { CORS: network }),
        timeout: { kind: "timeout", retryable: true },
        abort: { kind: "aborted", retryable: false },
        attemptTimeoutMs: { kind: "timeout", retryable: true },
        ...others,
      };
      const said = JSON.stringify(Object.fromEntries(Object.entries(rest).filter(([name]) => JSON.stringify(bare[name]) !== JSON.stringify(wanted[name]))), null, 1);
      assert.deepEqual(bare, wanted, `the fetch of this runtime said:\n${said}`);
      assert.equal(mended, 200);
    },

    /** How often the module is in a bundler's output, as text or as a file. */
    copies(folder) {
      let count = 0;
      for (const name of readdirSync(folder, { recursive: true })) {
        const path = join(folder, name);
        if (!statSync(path).isFile() || name.endsWith(".map")) continue;
        const content = readFileSync(path, "latin1");
        count += content.startsWith("\0asm") ? 1 : content.split(piece).length - 1;
      }
      return count;
    },

    async close() {
      await faults.close();
      await server.close();
    },
  };
}

export { require };
