// Marks in the browser's trace where a run of the page passes: each name is set with `performance.mark`. It is there
// before any script of the page runs; the page knows nothing of it.
(() => {
  const mark = (name) => performance.mark(name);
  mark("begin");

  const before = (object, name, act) => {
    const original = object[name];
    object[name] = function (...given) {
      act(this, given);
      return original.apply(this, given);
    };
  };
  const after = (object, name, act) => {
    const original = object[name];
    object[name] = function (...given) {
      const result = original.apply(this, given);
      act(this, given, result);
      return result;
    };
  };

  // Starting: what it reads, and where it waits.
  for (const name of ["instantiate", "instantiateStreaming"]) {
    after(WebAssembly, name, (_, __, ready) =>
      ready.then(
        (made) => {
          mark("compiled");
          globalThis.wasmMemory = (made.instance ?? made).exports.memory;
        },
        () => {},
      ));
  }
  before(IDBFactory.prototype, "open", () => mark("opens-storage"));
  after(IDBObjectStore.prototype, "getAll", (store, _, request) => {
    if (store.name === "log") request.addEventListener("success", () => mark("log-is-read"));
  });
  after(IDBObjectStore.prototype, "get", (store, _, request) => {
    if (store.name !== "texts") return;
    mark("asks-for-text");
    request.addEventListener("success", () => mark("text-is-read"));
  });
  before(LockManager.prototype, "request", () => mark("asks-for-lock"));
  before(StorageManager.prototype, "persisted", () => mark("log-is-decoded"));

  // Extraction, by the messages of the worker.
  const isAbout = (message, kind) => String(message?.[0]).includes(`"${kind}"`);
  const heard = new WeakSet();
  before(Worker.prototype, "postMessage", (worker, [message]) => {
    if (!isAbout(message, "extract")) return;
    mark("extraction-begins");
    if (heard.has(worker)) return;
    heard.add(worker);
    worker.addEventListener("message", ({ data }) => {
      mark("batch");
      if (isAbout(data, "finished")) mark("extraction-ends");
    });
  });

  // After a key or click: the frame that shows what it changed in the article.
  const painted = (name) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => mark(name);
      port2.postMessage(null);
    });
  const watch = (name) => {
    const observer = new MutationObserver((changes) => {
      const isText = ({ target }) => target.closest?.(".chunk, .article") || target.parentElement?.closest(".chunk");
      if (!changes.some((change) => isText(change) || [...change.addedNodes].some((it) => it.querySelector?.(".chunk")))) {
        return;
      }
      observer.disconnect();
      mark(`${name}-changes`);
      painted(`${name}-is-painted`);
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
  };
  addEventListener("keydown", ({ key }) => {
    if (!/^[0-9]$/.test(key)) return;
    mark("label");
    watch("label");
  }, true);
  watch("first");
})();
