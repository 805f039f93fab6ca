import type { FetchHeaders } from "./fetch.cjs";
import type { Rule } from "./rules.cjs";

/** What is known of a response, for callers that no longer have it: from a log, a queue, another client. */
export interface Facts {
  /** HTTP status, 200 too: some APIs report errors in a 200. 0 where there was none. */
  status: number;
  /** Response headers, also as Node's `http` has them. Names are matched without regard to case. */
  headers?:
    | FetchHeaders
    | readonly (readonly [string, string])[]
    | Readonly<Record<string, string | readonly string[] | undefined>>
    | undefined;
  /** Text, UTF-8 bytes (of both the first 64 KiB are looked at), or a value parsed before. */
  body?: unknown;
  /** Address of the response; rules match its host. */
  url?: string | undefined;
  /** Never on facts: a live `Response` has it, and is read by {@link classifyError} only. */
  bodyUsed?: never;
}

/** Options of {@link classifyError} and {@link classifyErrorSync}. */
export interface ClassifyOptions {
  /**
   * The clock, in epoch ms: what the server's dates are compared with.
   * @default Date.now()
   * @example
   * ```ts
   * classifyErrorSync({ status: 429, headers: { "retry-after": "7" } }, { now: Date.parse("2026-01-15T12:00:00Z") });
   * ```
   */
  now?: number | undefined;
  /**
   * Rules for an API of your own, applied first. Keep one array: it is compiled once, and later changes to it have no
   * effect.
   * @default none
   * @example
   * ```ts
   * const rules = [{ match: { host: "api.example.com", code: "E42" }, kind: "tier_locked" }] satisfies Rule[];
   * classifyErrorSync({ status: 400, url: "https://api.example.com/", body: '{"code":"E42"}' }, { rules });
   * ```
   */
  rules?: readonly Rule[] | undefined;
}
