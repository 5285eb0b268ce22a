// What the browser tests ask of a page. It is there before any script of the page runs; the page never calls it.
(() => {
  // Kept over a reload, which a page may do by itself.
  const KEY = "postil-e2e-violations";
  const stored = () => {
    try {
      return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
    } catch {
      return []; // a page without an origin has no storage
    }
  };
  addEventListener("securitypolicyviolation", (event) => {
    const { violatedDirective, blockedURI, sourceFile, lineNumber, sample } = event;
    const line = `${violatedDirective} refused ${blockedURI} at ${sourceFile}:${lineNumber} ${sample}`;
    sessionStorage.setItem(KEY, JSON.stringify([...stored(), line]));
  });
  const takeViolations = () => {
    const lines = stored();
    if (lines.length > 0) sessionStorage.removeItem(KEY);
    return lines;
  };

  // The text nodes of the article in order, each with the UTF-16 offset of its start.
  const nodes = () => {
    const found = [];
    let at = 0;
    for (const chunk of document.querySelectorAll(".chunk")) {
      const walker = document.createTreeWalker(chunk, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        found.push({ node: walker.currentNode, at });
        at += walker.currentNode.length;
      }
    }
    return found;
  };
  const text = () => nodes().map(({ node }) => node.data).join("");

  const range = (start, end) => {
    const range = document.createRange();
    let hasStart = false;
    for (const { node, at } of nodes()) {
      if (!hasStart && start < at + node.length) {
        range.setStart(node, start - at);
        hasStart = true;
      }
      if (hasStart && end <= at + node.length) {
        range.setEnd(node, end - at);
        return range;
      }
    }
    throw new Error(`no text at ${start}..${end}`);
  };

  // Where the text is said to be: element and offset, from an element's or a text node's.
  const offsetOf = (node, offset) => {
    const before = document.createRange();
    before.setEnd(node, offset);
    let units = 0;
    for (const chunk of document.querySelectorAll(".chunk")) {
      const part = document.createRange();
      part.selectNodeContents(chunk);
      if (part.comparePoint(node, offset) < 0) break;
      if (part.comparePoint(node, offset) > 0) {
        units += chunk.textContent.length;
        continue;
      }
      part.setEnd(node, offset);
      units += part.toString().length;
    }
    return units;
  };

  const pane = () => document.getElementById("pane");

  // Brings a character into the middle of the pane. True once it has been there for two calls.
  let last = null;
  const reach = (offset) => {
    const box = pane().getBoundingClientRect();
    const character = range(offset, offset + 1);
    const rect = character.getBoundingClientRect();
    if (rect.height === 0) {
      character.startContainer.parentElement.scrollIntoView({ block: "center" });
      last = null;
      return false;
    }
    const margin = Math.min(80, box.height / 4);
    if (rect.top < box.top + margin || rect.bottom > box.bottom - margin) {
      const before = pane().scrollTop;
      pane().scrollTop += rect.top - box.top - box.height / 2;
      if (pane().scrollTop !== before) {
        last = null;
        return false;
      }
    }
    const here = `${offset} ${rect.left} ${rect.top}`;
    const isStill = here === last;
    last = here;
    return isStill;
  };

  // The point that a pointer must meet to stand before the character at `start`, or behind the one before `end`.
  const point = (offset, isEnd) => {
    const character = isEnd ? range(offset - 1, offset) : range(offset, offset + 1);
    const rects = [...character.getClientRects()].filter((rect) => rect.width > 0);
    const rect = isEnd ? rects.at(-1) : rects[0];
    if (!rect) throw new Error(`no box at ${offset}`);
    const isRtl = getComputedStyle(character.startContainer.parentElement).direction === "rtl";
    const inset = Math.min(2, rect.width / 4);
    const x = isEnd !== isRtl ? rect.right - inset : rect.left + inset;
    return { x, y: (rect.top + rect.bottom) / 2 };
  };

  // The spans as they are drawn: text, label, and the UTF-16 offset of the start, read off segments and chips, lane by lane.
  const spans = () => {
    const found = [];
    let open = [];
    let at = 0;
    const end = (chip) => {
      const isIt = (lane) => open[lane]?.style.split(" ")[0] === chip.dataset.hue;
      const lane = (chip.classList.contains("is-deep") ? [4, 3, 2, 1] : [0]).find(isIt);
      const { style, text, start } = open[lane] ?? { style: "", text: "", start: at };
      if (lane !== undefined) open[lane] = undefined;
      const isSuggested = style.split(" ").includes("dashed");
      found.push({ text, label: chip.dataset.chip, isSuggested, lane: lane ?? -1, start });
    };
    for (const chunk of document.querySelectorAll(".chunk")) {
      if (chunk.matches(".is-cold")) {
        at += chunk.textContent.length;
        continue;
      }
      const walker = document.createTreeWalker(chunk, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.nodeType === Node.TEXT_NODE) {
          const seg = node.parentElement.closest(".seg");
          open = [0, 1, 2, 3, 4].map((lane) => {
            const style = seg?.dataset[`l${lane}`];
            if (!style) return undefined;
            const { text, start } = open[lane]?.style === style ? open[lane] : { text: "", start: at };
            return { style, text: text + node.data, start };
          });
          at += node.length;
          if (seg?.matches(".chip")) end(seg);
        } else if (node.matches("i.chip")) {
          end(node);
        }
      }
    }
    return found;
  };

  // The text inside the ring, and what a screen reader is told.
  const focus = () => {
    const segments = [...document.querySelectorAll(".chunk .ring")];
    return segments.map((seg) => seg.textContent).join("");
  };

  // What the text of a control or its label says, for finding it.
  const name = (element) =>
    (element.getAttribute("aria-label") ?? (element.textContent || element.closest("label")?.textContent) ?? "")
      .replace(/\s+/g, " ")
      .trim();

  // The visible text of an element. What a list (`select`) offers is no text of it in every browser.
  const read = (element) => {
    const text = element?.matches("select") ? [...element.options].map((it) => it.text).join(" ") : element?.innerText;
    return (text ?? "").replace(/\s+/g, " ").trim();
  };

  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });

  const CONTROLS = "button, a[href], summary, [role=menuitem], [role=menuitemcheckbox], [role=option], [role=tab], [role=radio]";
  // The control of that name, or whose name begins so or holds it; the topmost dialog has the word.
  const control = (wanted) => {
    const root = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
    const all = [...root.querySelectorAll(CONTROLS)].filter(isVisible);
    return (
      all.find((it) => name(it) === wanted) ??
      all.find((it) => name(it).startsWith(wanted)) ??
      all.find((it) => name(it).includes(wanted)) ??
      null
    );
  };

  // Selects by the interface that caret browsing and screen readers use.
  const select = (start, end) => {
    const { startContainer, startOffset, endContainer, endOffset } = range(start, end);
    getSelection().setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  };
  const selected = () => {
    const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
    return [offsetOf(anchorNode, anchorOffset), offsetOf(focusNode, focusOffset)].sort((a, b) => a - b);
  };

  // Where the Tab key should stop.
  const STOPS = ".page :is(button, input, select, textarea, a[href], [tabindex='0'])";
  const stops = () =>
    [...document.querySelectorAll(STOPS)].filter((it) => it.tabIndex >= 0 && !it.disabled && it.checkVisibility());

  // Controls that are smaller than so many pixels, with their sizes.
  const SIZED = "button, input:not([type=file]), select, textarea, summary, [role=option], [role=menuitem]";
  const smaller = (least) => {
    const root = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
    return [...root.querySelectorAll(SIZED)]
      .filter((it) => it.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .map((it) => [it, (it.closest("label") ?? it).getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && Math.min(box.width, box.height) < least)
      .map(([it, box]) => `${name(it) || it.outerHTML.slice(0, 60)} ${box.width} × ${box.height}`);
  };

  // By how much the page is larger than the window.
  const overflow = () => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return [scrollWidth - clientWidth, scrollHeight - clientHeight];
  };

  // Nothing moves, and what was changed is painted.
  const isStill = async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    return document.getAnimations().every((it) => it.playState !== "running");
  };

  // Every node of the page, text nodes too.
  const countNodes = () => {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
    let count = 1;
    while (walker.nextNode()) count += 1;
    return count;
  };

  const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const drop = (files) => {
    const target = pane() ?? document.body;
    for (const kind of ["dragenter", "dragover", "drop"]) {
      const dataTransfer = new DataTransfer();
      for (const { name, content } of files) dataTransfer.items.add(new File([bytes(content)], name));
      target.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    }
  };
  const clip = (event, target, clipboardData) =>
    target.dispatchEvent(new ClipboardEvent(event, { clipboardData, bubbles: true, cancelable: true }));
  const paste = (kind, text) => {
    const data = new DataTransfer();
    data.setData(kind, text);
    clip("paste", document.activeElement ?? document.body, data);
  };
  const copied = () => {
    const data = new DataTransfer();
    clip("copy", pane(), data);
    return data.getData("text/plain");
  };

  // Everything that is kept in the browser: store by store, key by key, as text.
  const stored_records = async () => {
    const found = {};
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      const read = (request) =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([read(objects.getAllKeys()), read(objects.getAll())]);
        const line = (value) =>
          value instanceof Uint8Array ? new TextDecoder().decode(value) : typeof value === "string" ? value : JSON.stringify(value);
        found[store] = Object.fromEntries(keys.map((key, i) => [String(key), line(values[i])]));
      }
      database.close();
    }
    return found;
  };

  window.postilProbe = {
    takeViolations, text, range, offsetOf, reach, point, spans, focus, name, read, control, isVisible, countNodes, drop, paste, copied,
    select, selected, stops, smaller, overflow, isStill, stored: stored_records,
  };
})();
