#!/usr/bin/env bash
# IndexedDB on a disk that is really full, in Chromium.
#
# What one expects: the write fails with a QuotaExceededError, and once there is room again the next write succeeds.
# What happens (Chromium 148, Debian 12): the transaction aborts with an UnknownError whose message names FILE_ERROR_NO_SPACE, the
# browser closes the connection, and every later transaction on it throws InvalidStateError, also after there is room again.
# A connection that is opened anew works, and holds what was written before. So a page must look at the message rather than the
# error's name to tell a full disk, and must open the database again rather than retry.
#
# Needs root (for a small tmpfs), Debian's chromium, Node and npm.
set -euo pipefail

work=$(mktemp -d)
disk="$work/disk"
trap 'umount "$disk" 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir "$disk"
mount -t tmpfs -o size=64m tmpfs "$disk"
cd "$work"
npm install --silent --no-audit --no-fund playwright-core@1.64.1 >/dev/null
chromium --version

cat >run.mjs <<'JS'
import { chromium } from "playwright-core";
import { execSync } from "node:child_process";
import { createServer } from "node:http";
const disk = process.argv[2];
const server = createServer((_, answer) => answer.setHeader("content-type", "text/html").end("<title>t</title>"));
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--disable-breakpad", `--disk-cache-dir=${disk}-cache`, "--disk-cache-size=1000000"];
const context = await chromium.launchPersistentContext(`${disk}/profile`, { executablePath: "/usr/bin/chromium", headless: true, args: flags });
const page = await context.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);
await page.evaluate(() => {
  globalThis.open = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open("t", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("s");
    asked.onsuccess = () => { asked.result.onclose = () => { globalThis.isClosed = true; }; resolve(asked.result); };
    asked.onerror = () => reject(asked.error);
  });
  globalThis.write = (db, key, value) => new Promise((resolve) => {
    const fails = (error) => resolve({ name: error?.name, message: String(error?.message) });
    try {
      const writing = db.transaction("s", "readwrite", { durability: "strict" });
      writing.objectStore("s").put(value, key);
      writing.oncomplete = () => resolve("complete");
      writing.onabort = () => fails(writing.error);
    } catch (error) { fails(error); }
  });
});
const write = (key, size) => page.evaluate(([key, size]) => globalThis.write(globalThis.db, key, "x".repeat(size)), [key, size]);
await page.evaluate(async () => { globalThis.db = await globalThis.open(); });
const first = await write("first", 1000);
execSync(`dd if=/dev/zero of=${disk}/ballast bs=1k count=1000000 2>/dev/null || true`);
const full = await write("second", 400000);
execSync(`rm ${disk}/ballast`);
await page.waitForTimeout(500);
const later = await write("third", 1000);
const isClosed = await page.evaluate(() => globalThis.isClosed === true);
await page.evaluate(async () => { globalThis.db = await globalThis.open(); });
const anew = await write("fourth", 1000);
const kept = await page.evaluate(() => new Promise((resolve) => {
  const asked = globalThis.db.transaction("s").objectStore("s").getAllKeys();
  asked.onsuccess = () => resolve(asked.result.join(" "));
}));
await context.close();
server.close();
console.log(JSON.stringify({ first, full, later, isClosed, anew, kept }, null, 1));
const is = first === "complete" && full.name !== "QuotaExceededError" && full.message.includes("NO_SPACE")
  && later.name === "InvalidStateError" && anew === "complete" && kept === "first fourth";
if (!is) { console.error("changed: not what was seen with Chromium 148"); process.exit(1); }
JS
node run.mjs "$disk"
