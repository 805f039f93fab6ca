// A folder in which `redress` is the installed package that the documentation is tried with.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after } from "node:test";

/** The folder; it is removed when the tests are over. */
export function installed() {
  const variable = process.env.REDRESS_PACKAGE_DIR;
  assert.ok(variable, "REDRESS_PACKAGE_DIR must name the folder of the installed package (…/node_modules/redress)");
  const target = resolve(variable);
  assert.ok(existsSync(join(target, "package.json")), `REDRESS_PACKAGE_DIR: there is no package in ${target}`);
  const folder = mkdtempSync(join(tmpdir(), "redress-readme-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(target, join(folder, "node_modules/redress"), "junction");
  after(() => rmSync(folder, { recursive: true }));
  return folder;
}
