// The page as one file: what a script asks for is taken from the file itself, and nothing is fetched. The page and each of
// its workers run this; workers are told the parts by their first message.
const postilParts = ({ parts, scripts, store, page }) => {
  // Which project this is, to whoever opens storage: pages from a disk share one.
  globalThis.postilStore = store;

  const name = (address) => String(address?.url ?? address).split("/").pop();

  const bytes = (base64) => {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
    const text = atob(base64);
    const array = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) array[at] = text.charCodeAt(at);
    return array;
  };

  globalThis.fetch = async (address) => {
    if (name(address) === "postil.html") return new Response(page);
    const part = parts[name(address)];
    if (part === undefined) throw new TypeError(`${name(address)} is not in this file`);
    const stream = new Blob([bytes(part)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const type = name(address).endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(stream, { headers: { "content-type": type } });
  };

  const made = new Set();
  globalThis.trustedTypes?.createPolicy("default", { createScriptURL: (url) => (made.has(url) ? url : null) });

  const Plain = globalThis.Worker;
  globalThis.Worker = class extends Plain {
    constructor(address) {
      const url = URL.createObjectURL(new Blob([scripts[name(address)]], { type: "text/javascript" }));
      made.add(url);
      super(url);
      this.postMessage({ parts, scripts, store, page });
    }
  };
};
