// Starts the page as one file.
import init from "./APP.js";

const held = (kind) => Object.fromEntries(
  [...document.querySelectorAll(`script[data-${kind}]`)].map((it) => [it.dataset[kind], it.textContent]),
);
// As it was opened, before anything is drawn: what is saved is this again, with the project in it.
const opened = document.documentElement.cloneNode(true);
opened.removeAttribute("data-theme");

postilParts({
  parts: held("part"),
  scripts: held("worker"),
  page: `<!doctype html>\n${opened.outerHTML}`,
  store: document.getElementById("postil-project").dataset.store || "postil",
});
const wasm = await init({ module_or_path: fetch("APP_bg.wasm") });
dispatchEvent(new CustomEvent("TrunkApplicationStarted", { detail: { wasm } }));
