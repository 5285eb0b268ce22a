// The release's worker as it is, with marks where a request comes in and where an answer goes out: the trace tells
// the CPU of this thread at each.
(() => {
  const post = self.postMessage.bind(self);
  self.postMessage = (message, transfer) => {
    const { body } = JSON.parse(message[0]);
    if (body.batch) performance.mark("batch");
    if (body.finished) performance.mark("finished");
    post(message, transfer);
  };
  self.addEventListener("message", () => performance.mark("asked"));
})();
importScripts("./worker_loader.js");
