import type { Action, ErrorKind } from "./kinds.cjs";

/** A rule for an API whose errors mean something of their own. It needs `match` and at least one effect. */
export interface Rule {
  /** When the rule applies: all that is given must hold. */
  match: RuleMatch;
  /** The kind, decided (`decidedBy: "rule"`). */
  kind?: ErrorKind | undefined;
  /** The action; that of the kind where left out. */
  action?: Action | undefined;
  /** Whether to retry; as the kind says where left out. */
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
  /** Host of the response's URL; `*.example.com` for its subdomains. */
  host?: string | undefined;
  /** HTTP status, or any of several. */
  status?: number | readonly number[] | undefined;
  /** The API's code, or any of several; case does not count. */
  code?: string | readonly string[] | undefined;
  /** Response headers and their values; names without regard to case. */
  header?: Readonly<Record<string, string>> | undefined;
}
