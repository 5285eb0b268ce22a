// Prints what `engine_digest()` of the release's worker returns; nothing where it exports none.
//
//     node xtask/parity.mjs dist
//
// The worker's files are the classic script and the Wasm that the page loads. Node has no worker scope,
// so the few globals that the worker touches while it starts are stood in for.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

const dist = process.argv[2];

globalThis.self = globalThis;
globalThis.postMessage = () => {};
globalThis.addEventListener ??= () => {};
globalThis.removeEventListener ??= () => {};

// A top-level `let` of a script is no property of the global object: the last line hands it out.
const script = readFileSync(join(dist, "worker.js"), "utf8");
const bindings = runInThisContext(`${script}\nwasm_bindgen;`, { filename: "worker.js" });

if (script.includes("engine_digest")) {
  bindings.initSync({ module: readFileSync(join(dist, "worker_bg.wasm")) });
  const model = readFileSync(join(dist, "en.postil-model"));
  process.stdout.write(`${bindings.engine_digest(model)}\n`);
}
// What the worker opened (ports, timers) must not keep this program alive.
process.exit(0);
