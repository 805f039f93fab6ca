// A server that breaks connections as each path says. It answers any origin, but for `cors`.
import { createServer } from "node:net";

const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nAccess-Control-Allow-Origin: *\r\n";
const whole = (socket, text) => socket.end(`${HEAD}Connection: close\r\nContent-Length: ${text.length}\r\n\r\n${text}`);

// A reset overtakes what was written just before it, so that it waits until that has left.
const reset = (socket) => setTimeout(() => socket.resetAndDestroy(), 50);

export async function startFaults() {
  const broken = new Set();
  const behaviours = {
    "reset-before-headers": (socket) => socket.resetAndDestroy(),
    "closed-before-headers": (socket) => socket.destroy(),
    "reset-in-body": (socket) => socket.write(`${HEAD}Content-Length: 1000\r\n\r\nhalf`, () => reset(socket)),
    "truncated-body": (socket) => socket.end(`${HEAD}Content-Length: 1000\r\n\r\nhalf`),
    "no-http": (socket) => socket.end("what?\r\n\r\n"),
    cors: (socket) => socket.end("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"),
    silent: () => {},
    busy: (socket) => socket.end(`${HEAD.replace("200 OK", "503 Service Unavailable")}Connection: close\r\nContent-Length: 0\r\n\r\n`),
    once: (socket, key) => (broken.size < broken.add(key).size ? socket.resetAndDestroy() : whole(socket, "ok")),
  };
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.once("data", (bytes) => {
      const [, name, key] = /^\w+ \/([\w-]+)\??(\S*)/.exec(bytes.toString("latin1")) ?? [];
      (behaviours[name] ?? ((socket) => socket.destroy()))(socket, key);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  const base = `http://127.0.0.1:${port}`;
  let count = 0;
  return {
    /** What the app provokes. In a page, the fault of CORS too. */
    addresses: ({ refused, inPage }) => ({
      failing: {
        refused,
        "reset before headers": `${base}/reset-before-headers`,
        "closed before headers": `${base}/closed-before-headers`,
        "reset in the body": `${base}/reset-in-body`,
        "truncated body": `${base}/truncated-body`,
        "no HTTP": `${base}/no-http`,
        "no TLS": `https://127.0.0.1:${port}/`,
        "no such host": "http://host.invalid/",
        "blocked port": "http://127.0.0.1:6000/",
        "bad URL": "http://127.0.0.1:99999/",
        ...(inPage && { CORS: `${base}/cors` }),
      },
      silent: `${base}/silent`,
      busy: `${base}/busy`,
      once: `${base}/once?${++count}`,
    }),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
