// The result as tables: on the screen, in docs/environments.md and in the README.
import { readFileSync, writeFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);

/** A line of the table on the screen. */
export function row({ name, version, outcome, seconds, why }) {
  const note = outcome === "cannot run here" ? `  ${why}` : "";
  return `${name.padEnd(52)} ${String(version ?? "").padEnd(24)} ${seconds.toFixed(1).padStart(6)} s  ${outcome}${note}`;
}

const TITLES = { runtime: "Runtimes", browser: "Browsers", bundler: "Bundlers", runner: "Test runners" };
const MARKS = ["<!-- environments: written by cargo xtask test --matrix -->", "<!-- /environments -->"];

/** Writes both documents. */
export function publish(results) {
  const groups = Object.entries(TITLES).map(([group, title]) => [title, results.filter((result) => result.group === group)]);
  const lines = [
    "# Environments", "",
    "Written by `cargo xtask test --matrix`. Each cell installs the packed package and runs one small app in it against a real",
    "server: errors of three APIs classified, calls retried, connections broken in every way that can be provoked.", "",
  ];
  for (const [title, cells] of groups) {
    lines.push(`## ${title}`, "", "| environment | version | seconds | result |", "|---|---|---|---|");
    for (const { name, version, seconds, outcome, why } of cells) {
      const note = outcome === "passed" ? outcome : `${outcome}: ${why.split("\n")[0].replaceAll("|", "\\|")}`;
      lines.push(`| ${name} | ${version ?? ""} | ${seconds.toFixed(1)} | ${note} |`);
    }
    lines.push("");
  }
  writeFileSync(new URL("docs/environments.md", root), lines.join("\n"));

  const short = [MARKS[0], "| | tried with every release |", "|---|---|"];
  for (const [title, cells] of groups) {
    const versions = new Map();
    for (const { product, name, version } of cells.filter(({ outcome }) => outcome === "passed")) {
      const key = product ?? name.split(",")[0];
      versions.set(key, /^\d/.test(version ?? "") && !/\d/.test(key) ? ` ${version.split(".").slice(0, 2).join(".")}` : "");
    }
    short.push(`| ${title} | ${[...versions].map(([name, version]) => name + version).join(", ")} |`);
  }
  short.push(MARKS[1]);
  const readme = new URL("README.md", root);
  const text = readFileSync(readme, "utf8");
  const [start, end] = [text.indexOf(MARKS[0]), text.indexOf(MARKS[1])];
  if (start < 0 || end < start) throw new Error("the README lacks the markers of its table of environments");
  writeFileSync(readme, text.slice(0, start) + short.join("\n") + text.slice(end + MARKS[1].length));
}
