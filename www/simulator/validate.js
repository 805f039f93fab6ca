// Schema validation that names the field. A schema is plain data:
// { required: ["url"], properties: { url: { type: "string", format: "url", max: 2048, enum: [...] } } }

/**
 * Every problem, in the schema's order: first what is missing, then what is wrong.
 * `{ path, rule: "required" | "type" | "enum" | "format" | "max" | "min", message, allowed, max, provided }`
 */
export function problemsOf(value, schema, at = "") {
  const found = [];
  for (const name of schema.required ?? []) {
    if (value[name] === undefined || value[name] === null || value[name] === "") {
      const property = schema.properties[name];
      found.push(problem(`${at}${name}`, "required", `${at}${name} is required`, { allowed: property.enum }));
    }
  }
  for (const [name, property] of Object.entries(schema.properties)) {
    const given = value[name];
    if (given === undefined || given === null) continue;
    const path = `${at}${name}`;
    if (typeOf(given) !== property.type) {
      found.push(problem(path, "type", `${path} must be ${article(property.type)}`));
    } else if (property.type === "object") {
      found.push(...problemsOf(given, property, `${path}.`));
    } else {
      found.push(...valueProblems(path, given, property));
    }
  }
  return found.filter((item, index) => found.findIndex((other) => other.path === item.path) === index);
}

function valueProblems(path, given, { enum: allowed, format, max, min, items }) {
  if (allowed && !allowed.includes(given)) {
    return [problem(path, "enum", `${path} must be one of ${allowed.join(", ")}`, { allowed, provided: given })];
  }
  if (format && !FORMATS[format].test(given)) return [problem(path, "format", `${path} must be ${FORMATS[format].name}`)];
  const size = typeof given === "number" ? given : given.length;
  if (max !== undefined && size > max) return [problem(path, "max", `${path} must be at most ${max}`, { max })];
  if (min !== undefined && size < min) return [problem(path, "min", `${path} must be at least ${min}`)];
  if (items) {
    const wrong = given.find((item) => !items.enum.includes(item));
    if (wrong !== undefined) return [problem(path, "enum", `${path} must be among ${items.enum.join(", ")}`, { allowed: items.enum, provided: wrong })];
  }
  return [];
}

function problem(path, rule, message, { allowed = null, max = null, provided = null } = {}) {
  return { path, rule, message, allowed, max, provided };
}

function typeOf(value) {
  return Array.isArray(value) ? "array" : typeof value;
}

function article(type) {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

const FORMATS = {
  url: { name: "a valid URL", test: (text) => /^https?:$/.test(parseUrl(text)?.protocol ?? "") },
  email: { name: "a valid email address", test: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) },
  color: { name: "a hex colour", test: (text) => /^#[0-9a-f]{6}$/i.test(text) },
};

function parseUrl(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** False for what a server must never call: no https, a loopback or private host, a name without a dot. */
export function isSafeCallback(text) {
  const url = parseUrl(text);
  if (!url || url.protocol !== "https:" || url.username || url.password) return false;
  const host = url.hostname;
  if (host.startsWith("[") || !host.includes(".") || host.endsWith(".local") || host.endsWith(".internal")) return false;
  return !/^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host);
}
