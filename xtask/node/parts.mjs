// Prints "bytes path" for each source file of a bundle, from esbuild's metafile, the largest first.
import { readFileSync } from "node:fs";

const { outputs } = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const { inputs } of Object.values(outputs)) {
  const parts = Object.entries(inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput);
  for (const [path, { bytesInOutput }] of parts) {
    if (bytesInOutput > 0) console.log(bytesInOutput, path);
  }
}
