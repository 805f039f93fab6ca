// What a release needs to agree on: node tests/release/version.mjs v1.2.3
import { readFileSync } from "node:fs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const version = process.argv[2]?.replace(/^v/, "");
const manifest = JSON.parse(read("pkg/package.json"));
const problems = [];
const check = (holds, problem) => holds || problems.push(problem);

check(/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version ?? ""), `the tag ${process.argv[2]} is no version`);
check(manifest.version === version, `pkg/package.json has version ${manifest.version}`);
check(read("Cargo.toml").includes(`\nversion = "${version}"\n`), "Cargo.toml has another version");
check(new RegExp(`^## \\[${version?.replaceAll(".", "\\.")}\\]`, "m").test(read("CHANGELOG.md")), `CHANGELOG.md has no section [${version}]`);
// npm compares it with where the workflow runs, and refuses a provenance that does not match.
check(manifest.repository?.url, "pkg/package.json names no repository, which provenance needs");
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
