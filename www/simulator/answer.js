// What a handler gives back before it becomes a Response: plain data, so that a fault plan can still
// change it. `body` is a string, bytes or null.

/** An answer with a JSON body. */
export function json(status, value, headers = {}) {
  return { status, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(value) };
}

/** Thrown by handlers to end a request with an error answer. */
export class Refusal extends Error {
  constructor(answer) {
    super(`refused with ${answer.status}`);
    this.name = "Refusal";
    this.answer = answer;
  }
}

/** Thrown by `context.use()` when a fault plan says that a component is down. */
export class Outage extends Error {
  constructor(component) {
    super(`${component} is down`);
    this.name = "Outage";
    this.component = component;
  }
}
