// The start-up script: what must happen before the app is there, or when it never comes.
// It is one of the few files of hand-written JavaScript; everything else is Rust.
(() => {
  const root = document.documentElement;

  // The chosen theme, before the first paint. The app writes it; without it the system decides.
  try {
    const theme = localStorage.getItem("postil-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage may be refused; the system's theme is a good one.
  }

  // Show one of the start states of index.html. They are gone once the app has taken their place.
  const show = (state) => {
    for (const part of document.querySelectorAll("[data-start]")) {
      part.hidden = part.dataset.start !== state;
    }
  };
  let started = false;
  const failed = () => started || show(typeof WebAssembly === "object" ? "failed" : "unsupported");

  // Capturing, because a script or a style sheet that does not load tells no one but itself.
  addEventListener("error", failed, true);
  addEventListener("unhandledrejection", failed);
  addEventListener("TrunkApplicationStarted", () => { started = true; });
  addEventListener("DOMContentLoaded", () => {
    if (typeof WebAssembly !== "object") failed();
  });

  // After a panic nothing of the app can be relied on, so the buttons of that screen are here: to load the
  // page again, and to hand out the log as it is stored.
  const log = () => new Promise((resolve, reject) => {
    const opening = indexedDB.open(globalThis.postilStore ?? "postil");
    // Nothing was ever saved: leave it so.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const reading = opening.result.transaction("log").objectStore("log").getAll();
      reading.onerror = () => reject(reading.error);
      reading.onsuccess = () => resolve(reading.result.map((row) => `${row.rows.trimEnd()}\n`));
    };
  });
  window.postilCalamity = {
    reload: () => location.reload(),
    download: async ({ currentTarget: button }) => {
      try {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob(await log(), { type: "application/jsonl" }));
        link.download = "postil-log.jsonl";
        link.click();
      } catch (error) {
        button.textContent = "The log could not be read";
        button.title = String(error);
      }
    },
  };
})();
