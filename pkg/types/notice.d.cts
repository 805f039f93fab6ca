import type { Action } from "./kinds.cjs";

/** What to tell the user. Text to show as text; a plain object. */
export interface Notice {
  /** How loud to be. */
  severity: "info" | "warning" | "error";
  /** A few words. */
  title: string;
  /** One or two sentences. */
  message: string;
  /** The button, if there is anything the user can do. */
  action: NoticeAction | null;
  /** Until when the situation lasts (a reset, the end of a wait), in epoch ms. */
  until: number | null;
  /** The request id to give to support. */
  reference: string | null;
}

/** The button of a {@link Notice}. */
export interface NoticeAction {
  /** What it does. */
  type: Action;
  /** What it says. */
  label: string;
  /** Where it leads: absolute `https:` or `http:`. From the server, so untrusted. */
  url: string | null;
}

/** Options of `describeError`. */
export interface DescribeOptions {
  /**
   * Language, as a BCP 47 tag. Numbers and dates follow it; sentences are English so far.
   * @default "en"
   * @example describeError(classification, { locale: "en-GB" });
   */
  locale?: string | undefined;
  /**
   * The clock, in epoch ms: what "in 20 minutes" counts from.
   * @default Date.now()
   * @example describeError(classification, { now: Date.parse("2026-01-15T12:00:00Z") });
   */
  now?: number | undefined;
}
