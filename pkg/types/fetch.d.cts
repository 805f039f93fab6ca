// Everything derives from the global `fetch`, so that the types of the DOM, of Node, of Workers and of others each find
// their own Response. Without any of them the structural minimum below stands in.

type GlobalFetch = typeof globalThis extends { fetch: infer F extends (...args: never[]) => Promise<unknown> }
  ? F
  : (input: MinimalInput, init?: MinimalInit) => Promise<MinimalResponse>;

type MinimalInput = string | { readonly href: string } | { readonly url: string };

interface MinimalHeaders {
  get(name: string): string | null;
  forEach(callback: (value: string, name: string) => void): void;
}

interface MinimalSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

interface MinimalInit {
  method?: string;
  headers?: MinimalHeaders | [string, string][] | Record<string, string>;
  body?: unknown;
  signal?: MinimalSignal | null;
}

interface MinimalResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly url: string;
  readonly headers: MinimalHeaders;
  readonly body: unknown;
  readonly bodyUsed: boolean;
  arrayBuffer(): Promise<ArrayBuffer>;
  json(): Promise<unknown>;
  text(): Promise<string>;
  clone(): MinimalResponse;
}

/** What the environment's `fetch` takes first: a string, a `URL` or a `Request`. */
export type FetchInput = Parameters<GlobalFetch>[0];
/** What the environment's `fetch` takes second, with whatever the environment adds to it (`cf`, `next`, …). */
export type FetchInit = NonNullable<Parameters<GlobalFetch>[1]>;
/** The environment's `Response`. */
export type FetchResponse = Awaited<ReturnType<GlobalFetch>>;
/** The environment's `Headers`. */
export type FetchHeaders = FetchResponse["headers"];
/** The environment's `AbortSignal`. */
export type FetchSignal = NonNullable<FetchInit["signal"]>;
