// Reading request bodies. A problem is returned, not thrown: each API words it in its own way.

/** `{ value }` or `{ problem: "empty" | "syntax" | "structure" }`; `value` is always an object. */
export async function readObject(request) {
  const text = await request.text();
  if (text.trim() === "") return { problem: "empty" };
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "syntax" };
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) return { problem: "structure" };
  return { value };
}

/**
 * A form whose `payload` field is JSON and whose other fields are files, or plain JSON.
 * `{ value, files: { name: { bytes, type } } }` or `{ problem }`.
 */
export async function readUpload(request) {
  const type = request.headers.get("content-type") ?? "";
  if (!type.toLowerCase().startsWith("multipart/form-data")) return { files: {}, ...(await readObject(request)) };
  let form;
  try {
    form = await request.formData();
  } catch {
    return { problem: "syntax", files: {} };
  }
  const files = {};
  let payload = "";
  for (const [name, part] of form) {
    if (typeof part === "string") {
      if (name === "payload") payload = part;
    } else {
      files[name] = { bytes: new Uint8Array(await part.arrayBuffer()), type: part.type };
    }
  }
  try {
    const value = JSON.parse(payload);
    if (value === null || typeof value !== "object" || Array.isArray(value)) return { problem: "structure", files };
    return { value, files };
  } catch {
    return { problem: payload === "" ? "structure" : "syntax", files };
  }
}

const SIGNATURES = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]],
  ["image/jpeg", [0xff, 0xd8, 0xff], [0xff, 0xd9]],
];

/** Image types that an upload may have. */
export const IMAGE_TYPES = SIGNATURES.map(([type]) => type);

/** `null` for an image whose first and last bytes are right, else `"unsupported"` or `"corrupt"`. */
export function imageProblem(bytes) {
  const matches = (wanted, at) => wanted.every((byte, index) => bytes[at + index] === byte);
  const found = SIGNATURES.find(([, start]) => matches(start, 0));
  if (!found) return "unsupported";
  const [, start, end] = found;
  return bytes.length >= start.length + end.length && matches(end, bytes.length - end.length) ? null : "corrupt";
}
