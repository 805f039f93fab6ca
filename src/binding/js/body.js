// Bodies of responses: read within bounds, or let go.
import { newDecoder } from "./utf8.js";

const nothing = () => {};

// The text of the body, read from a clone, so that the response stays whole and unread; undefined
// where there is none or it is not to be had. At most 64 KiB and 2 s, or less where less is left:
// what has arrived by then. `call` is given a way to end it.
export async function readText(response, leftMs = Infinity, call = {}) {
  let limit = 65536;
  let reader;
  try {
    reader = response.clone().body.getReader();
  } catch {
    return undefined;
  }
  let timer;
  const late = new Promise((resolve) => {
    call.stop = resolve;
    timer = setTimeout(resolve, Math.min(leftMs, 2000));
  });
  const decoder = newDecoder();
  let text = "";
  try {
    while (limit > 0) {
      const chunk = await Promise.race([reader.read(), late]);
      if (!chunk || chunk.done) break;
      const bytes = chunk.value.subarray(0, limit);
      // An empty chunk counts, too: a stream may have no end of them.
      limit -= bytes.length || 1;
      text += decoder.decode(bytes, { stream: true });
    }
  } catch {
    // The connection broke: what has arrived is what there is.
  }
  clearTimeout(timer);
  // Stays pending until the other branch is read or cancelled too, so it is not awaited.
  release({ body: reader });
  return text;
}

// Lets go of what nobody is going to read, and of its connection.
export function release(response) {
  try {
    response?.body?.cancel().catch(nothing);
  } catch {
    // Not a stream, or somebody reads it.
  }
}
