// Ways to show an annotated text, each as plain as it can be made: what Postil is measured beside.
//
// `prepare(data)` takes the text and its spans ([start, end, hue], in UTF-16 units, sorted); `kinds[name].open()` shows
// them; the key 1 tags a word in the view.
(() => {
  const pane = document.getElementById("pane");
  const root = document.getElementById("text");
  let lines = []; // { start, end, text }
  let spans = [];
  let current = null;

  const prepare = (data) => {
    lines = [];
    let at = 0;
    for (const text of data.text.split("\n")) {
      if (text) lines.push({ start: at, end: at + text.length, text });
      at += text.length + 1;
    }
    spans = data.spans.map(([start, end, hue]) => ({ start, end, hue }));
  };

  // The first of a sorted list for which `test` holds.
  const bound = (list, test) => {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (test(list[middle])) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  // A span begins and ends on one line.
  const on = (line) => {
    const from = bound(spans, (span) => span.start >= line.start);
    let to = from;
    while (to < spans.length && spans[to].start < line.end) to += 1;
    return spans.slice(from, to);
  };
  const paragraph = (line) => {
    const p = document.createElement("p");
    p.textContent = line.text;
    return p;
  };

  // Plain paragraphs: nothing is annotated.
  const plain = {
    open() {
      const parts = document.createDocumentFragment();
      for (const line of lines) parts.append(paragraph(line));
      root.replaceChildren(parts);
    },
    tag() {},
  };

  // A <mark> for each stretch over which the same spans hold, one in the other.
  const dress = (p, line) => {
    const here = on(line);
    const edges = new Set([line.start, line.end]);
    for (const { start, end } of here) edges.add(start).add(end);
    const cuts = [...edges].sort((a, b) => a - b);
    p.replaceChildren();
    for (let i = 1; i < cuts.length; i += 1) {
      let place = p;
      for (const span of here) {
        if (span.start > cuts[i - 1] || span.end < cuts[i]) continue;
        const mark = document.createElement("mark");
        mark.className = span.hue;
        place.append(mark);
        place = mark;
      }
      place.append(line.text.slice(cuts[i - 1] - line.start, cuts[i] - line.start));
    }
    return p;
  };
  const marks = {
    open() {
      const parts = document.createDocumentFragment();
      for (const line of lines) parts.append(dress(document.createElement("p"), line));
      root.replaceChildren(parts);
    },
    tag(index) {
      dress(root.children[index], lines[index]);
    },
  };

  const highlights = new Map();
  const highlight = (hue) => {
    if (!highlights.has(hue)) {
      highlights.set(hue, new Highlight());
      CSS.highlights.set(hue, highlights.get(hue));
    }
    return highlights.get(hue);
  };
  const paint = (node, line, { start, end, hue }) => {
    const [from, to] = [start - line.start, end - line.start];
    const range = new StaticRange({ startContainer: node, startOffset: from, endContainer: node, endOffset: to });
    highlight(hue).add(range);
  };

  // CSS highlights, and a section of fifty paragraphs at a time that the browser leaves out while it is far.
  const SECTION = 50;
  const sections = {
    open() {
      CSS.highlights.clear();
      highlights.clear();
      const parts = document.createDocumentFragment();
      for (let i = 0; i < lines.length; i += SECTION) {
        const section = document.createElement("section");
        const some = lines.slice(i, i + SECTION);
        const rows = some.reduce((sum, line) => sum + Math.ceil(line.text.length / 75), 0);
        section.style.containIntrinsicBlockSize = `auto ${rows * 30 + some.length * 10}px`;
        for (const line of some) {
          const p = paragraph(line);
          section.append(p);
          for (const span of on(line)) paint(p.firstChild, line, span);
        }
        parts.append(section);
      }
      root.replaceChildren(parts);
    },
    tag(index, span) {
      const p = root.children[Math.floor(index / SECTION)].children[index % SECTION];
      paint(p.firstChild, lines[index], span);
    },
  };

  // Only what is on the screen and a screen around it is there at all.
  const tops = () => {
    let y = 0;
    return lines.map((line) => {
      const top = y;
      y += Math.ceil(line.text.length / 75) * 30 + 10;
      return { top, end: y };
    });
  };
  let places = [];
  let shown = [0, 0];
  const show = (isForced) => {
    const [view, top] = [pane.clientHeight, pane.scrollTop];
    const from = bound(places, (place) => place.end >= top - view);
    const to = bound(places, (place) => place.top > top + 2 * view);
    if (!isForced && Math.abs(from - shown[0]) < 5 && Math.abs(to - shown[1]) < 5) return;
    shown = [from, to];
    CSS.highlights.clear();
    highlights.clear();
    const parts = document.createDocumentFragment();
    const spacer = (height) => {
      const div = document.createElement("div");
      div.style.blockSize = `${height}px`;
      parts.append(div);
    };
    spacer(places[from]?.top ?? 0);
    for (let i = from; i < to; i += 1) {
      const p = paragraph(lines[i]);
      parts.append(p);
      for (const span of on(lines[i])) paint(p.firstChild, lines[i], span);
    }
    spacer((places.at(-1)?.end ?? 0) - (places[to - 1]?.end ?? 0));
    root.replaceChildren(parts);
  };
  const windowed = {
    open() {
      places = tops();
      pane.onscroll = () => show(false);
      show(true);
    },
    tag() {
      show(true);
    },
  };

  const kinds = { plain, marks, sections, windowed };
  const painted = () =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      }));

  let tagged = 0;
  addEventListener("keydown", ({ key }) => {
    if (key !== "1" || !current) return;
    performance.mark("label");
    // A word of its own each time, near the top.
    tagged += 1;
    const index = 1 + (tagged % 4);
    const line = lines[index];
    const start = line.start + Math.min(tagged, line.text.length - 6);
    const span = { start, end: start + 5, hue: "amber" };
    spans.splice(bound(spans, (it) => it.start >= start), 0, span);
    current.tag(index, span);
    painted().then(() => performance.mark("label-is-painted"));
  });

  window.baseline = {
    load: (name) => fetch(name).then((answer) => answer.json()).then(prepare),
    open: (kind) => {
      pane.onscroll = null;
      current = kinds[kind];
      current.open();
      return painted();
    },
    // An empty article again, with a line in it.
    clear: () => {
      pane.onscroll = null;
      CSS.highlights.clear();
      highlights.clear();
      root.replaceChildren(paragraph({ text: "Another document." }));
      pane.scrollTop = 0;
      return painted();
    },
    prepare,
  };
})();
