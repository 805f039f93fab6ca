// Routes of one API: [method, "/designs/:id", handler] rows.

/** `{ handler, params }`, `{ allow: [methods] }` where the path exists for other methods, or `null`. */
export function match(routes, method, path) {
  const wanted = method === "HEAD" ? "GET" : method;
  const allow = [];
  for (const [routeMethod, pattern, handler] of routes) {
    const params = paramsOf(pattern, path);
    if (!params) continue;
    if (routeMethod === wanted) return { handler, params };
    allow.push(routeMethod);
  }
  return allow.length > 0 ? { allow } : null;
}

function paramsOf(pattern, path) {
  const names = pattern.split("/");
  const parts = path.split("/");
  if (names.length !== parts.length) return null;
  const params = {};
  for (const [index, name] of names.entries()) {
    if (name.startsWith(":")) params[name.slice(1)] = parts[index];
    else if (name !== parts[index]) return null;
  }
  return params;
}
