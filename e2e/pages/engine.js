// Starts one worker at a time and gives it texts. All of them speak as Postil's worker does: see the messages in
// crates/project.
(() => {
  let worker = null;
  let seq = 0;

  // Until a message that `test` takes for the last; a worker that breaks is an error.
  const heard = (test) =>
    new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || "the worker broke"));
      worker.onmessage = ({ data: [json] }) => {
        const head = JSON.parse(json);
        if (head.body.failed) reject(new Error(head.body.failed.message));
        const answer = test(head);
        if (answer) resolve(answer);
      };
    });

  window.engine = {
    async start(script) {
      worker?.terminate();
      worker = new Worker(script);
      await heard(({ body }) => body === "ready");
    },
    // Milliseconds on the clock, and what was found.
    async read(name) {
      const bytes = new Uint8Array(await (await fetch(name)).arrayBuffer());
      seq += 1;
      const mine = seq;
      const begin = performance.now();
      const end = heard((head) => head.seq === mine && head.body.finished);
      const body = { extract: { dct: null, language: "en" } };
      worker.postMessage([JSON.stringify({ seq, doc: "", revision: 0, body }), bytes], [bytes.buffer]);
      const { spans, note } = await end;
      if (note) throw new Error(note);
      return { wall: performance.now() - begin, spans };
    },
    end() {
      worker?.terminate();
      worker = null;
    },
  };
})();
