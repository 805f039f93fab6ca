import type { Action, ErrorKind } from "./kinds.cjs";

/**
 * A rule for an API whose errors mean something of their own. It needs `match` and at least one effect. Rules are looked
 * at in their order, and of each effect the first that fits counts: one rule may say where the code stands, and the next
 * ones what the codes mean. An array of rules is checked and compiled when it is first seen; later changes to it have no
 * effect.
 * @example
 * ```ts
 * const rules = [
 *   { match: { host: "*.example.com" }, code: "fault.reason", message: "fault.text" },
 *   { match: { code: ["E42", "E43"] }, kind: "quota_exhausted" },
 * ] satisfies Rule[];
 * classifyErrorSync({ status: 400, url: "https://api.example.com/", body: '{"fault":{"reason":"E42"}}' }, { rules });
 * ```
 */
export interface Rule {
  /** When the rule applies: all that is given must hold. An empty object applies always. */
  match: RuleMatch;
  /** The kind, decided (`decidedBy: "rule"`). */
  kind?: ErrorKind | undefined;
  /** The action; that of the kind where left out. */
  action?: Action | undefined;
  /** Whether to retry; where left out, as the kind says, or a flag of the server's. */
  retryable?: boolean | undefined;
  /** Where the body holds the code, as a dotted path: `fault.reason`, `errors.0.id`. */
  code?: string | undefined;
  /** Where the body holds the message, as a dotted path. */
  message?: string | undefined;
  /** Where the body holds the request id, as a dotted path. */
  requestId?: string | undefined;
}

/** What a {@link Rule} looks at. */
export interface RuleMatch {
  /** Host of the response's URL; `*.example.com` for its subdomains. A port counts where one is given. */
  host?: string | undefined;
  /** HTTP status, or any of several. */
  status?: number | readonly number[] | undefined;
  /** The API's code, or that of a thrown error (`ECONNREFUSED`), or any of several; case does not count. */
  code?: string | readonly string[] | undefined;
  /** Response headers and their exact values; names without regard to case. */
  header?: Readonly<Record<string, string>> | undefined;
}
