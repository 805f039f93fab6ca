// The tables of README.md and docs/comparison.md, from what was measured.
import { behaviours } from "./behaviours.mjs";

export const DOCUMENTS = ["README.md", "docs/comparison.md"];
const BEGIN = "<!-- written by cargo xtask bench compare -->";
const END = "<!-- end -->";

const mark = ({ text, good }) => (good === false ? text : good ? `**${text}**` : text);

/** Times and ratios differ from library to library; here they are one. */
function kindOf(id, { text, good }) {
  if (id === "outage") return good ? "up to 1.4" : /\d/.test(text) ? "2 and more" : text;
  if (id === "abort") return text.replace(/ after .*/, " late");
  return text.replace(/ after .*/, " too early");
}

/** A row a behaviour: what redress did, and how many of the others did what. */
function short({ found }) {
  const others = Object.keys(found).filter((name) => name !== "redress");
  const lines = behaviours.map(({ id, title }) => {
    const counts = new Map();
    for (const name of others) {
      if (found[name][id].text === "–") continue;
      const kind = kindOf(id, found[name][id]);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const told = [...counts].sort((a, b) => b[1] - a[1]).map(([kind, count]) => `${count} ${kind}`);
    return `| ${title} | ${found.redress[id].text} | ${told.join(" · ")} |`;
  });
  return [`| what happens | redress | ${others.length} others |`, "|---|---|---|", ...lines];
}

/** A row a library. */
function long({ found, versions }) {
  const names = Object.keys(found);
  return [
    `| | ${behaviours.map(({ title }) => title).join(" | ")} |`,
    `|---|${behaviours.map(() => "---|").join("")}`,
    ...names.map((name) => `| ${name} | ${behaviours.map(({ id }) => mark(found[name][id])).join(" | ")} |`),
    "",
    `Versions: ${names.flatMap((name) => versions[name]).filter((text, at, all) => all.indexOf(text) === at).join(", ")}.`,
  ];
}

/** The document with the tables of these results. */
export function insert(text, document, results) {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`${document} has no place for the table: ${BEGIN} … ${END}`);
  const lines = document === "README.md" ? short(results) : long(results);
  return `${text.slice(0, begin + BEGIN.length)}\n${lines.join("\n")}\n${text.slice(end)}`;
}
