// The same package by `require`.
import redress = require("redress");

export const retried: Promise<Response> = redress.fetchWithBackoff("http://localhost/", {}, { maxAttempts: 2 });
export const kind: redress.ErrorKind = redress.classifyErrorSync({ status: 500 }).kind;
// @ts-expect-error no default export
redress.default;
// @ts-expect-error no such option
redress.createFetch({ retries: 2 });
