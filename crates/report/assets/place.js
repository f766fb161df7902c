// Where a value stands in the source: table rows of a text with the cell marked, pages of a PDF with
// the box outlined.
"use strict";

hyokasho.place = (() => {
  const { el, svg, t, number, load } = hyokasho;
  // A page whose size is not known is drawn as A4, upright or, where a box does not fit, lying.
  const A4 = [595.3, 841.9];
  const BESIDE = 60;
  let counter = 0;

  const isPage = (place) => place.length === 5;

  // A button that names the place, and the panel that it opens; the label's place is shown with it.
  function button(doc, places, labels) {
    if (!places || !places.length) return null;
    const id = `place-${(counter += 1)}`;
    const panel = el("div", { class: "place", id, hidden: true });
    const toggle = async () => {
      const opens = panel.hidden;
      if (opens && !panel.firstChild) panel.append(...(await drawn(doc, places, labels || [])));
      panel.hidden = !opens;
      knob.setAttribute("aria-expanded", String(opens));
    };
    const knob = el("button", { type: "button", class: "place-button", "aria-expanded": "false", "aria-controls": id, onclick: toggle }, named(places));
    return { knob, panel };
  }

  function named(places) {
    const names = [...new Set(places.map((place) => (isPage(place)
      ? t("place.page", number(place[0]))
      : place.length === 2 ? t("place.cell", number(place[0]), number(place[1])) : t("place.line", number(place[0])))))];
    const [first, ...rest] = names;
    return rest.length ? t("place.more", first, number(rest.length)) : first;
  }

  async function drawn(doc, places, labels) {
    let source = null;
    if (doc.original) {
      try {
        source = await load("source", doc.id, `documents/${doc.id}.source.js`);
      } catch {
        source = null;
      }
    }
    return places.some(isPage) ? pages(places, labels, source) : [lines(places, labels, source)];
  }

  function lines(places, labels, source) {
    const wanted = new Map();
    const want = (kind) => ([line, cell]) => {
      if (!wanted.has(line)) wanted.set(line, { value: new Set(), label: new Set() });
      wanted.get(line)[kind].add(cell || 0);
    };
    places.forEach(want("value"));
    labels.forEach(want("label"));
    const rows = [...wanted].sort((a, b) => a[0] - b[0]).map(([line, cells]) => {
      const own = source && source.lines && source.lines[line];
      const number_ = el("span", { class: "line-number" }, number(line));
      if (!own) return source && el("li", {}, number_, el("span", { class: "quiet" }, t("place.no_text")));
      return el("li", {}, number_, el("span", { class: "line-cells" }, own.map(([cell, text]) => {
        if (cells.value.has(cell)) return el("mark", { class: "cell" }, text || "　");
        return el("span", { class: cells.label.has(cell) ? "cell label" : "cell" }, short(text));
      })));
    });
    return el("div", {}, el("ol", { class: "lines" }, rows), !source && el("p", { class: "quiet" }, t("place.hint")));
  }

  const short = (text) => (text.length > BESIDE ? `${text.slice(0, BESIDE)}…` : text || "　");

  function pages(places, labels, source) {
    const byPage = new Map();
    for (const [page, ...box] of places.filter(isPage)) {
      if (!byPage.has(page)) byPage.set(page, []);
      byPage.get(page).push(box);
    }
    const figures = [...byPage].map(([page, boxes]) => {
      const own = source && source.pages && source.pages[page];
      const beside = labels.filter((label) => isPage(label) && label[0] === page).map(([, ...box]) => box);
      return el("figure", { class: "page" }, pageDrawing(page, boxes, beside, own),
        el("figcaption", {}, t("place.page", number(page)),
          el("span", { class: "quiet" }, boxes.map((box) => ` (${box.map((n) => Math.round(n)).join(", ")})`))));
    });
    return [el("div", { class: "pages" }, figures), !source && el("p", { class: "quiet" }, t("place.hint_page"))].filter(Boolean);
  }

  function sizeOf(own, boxes) {
    if (own) return [own.w, own.h];
    const right = Math.max(...boxes.map((box) => box[2])), bottom = Math.max(...boxes.map((box) => box[3]));
    if (right > A4[0] && bottom <= A4[0]) return [A4[1], A4[0]];
    return [Math.max(A4[0], right + 20), Math.max(A4[1], bottom + 20)];
  }

  function pageDrawing(page, boxes, beside, own) {
    const [width, height] = sizeOf(own, boxes);
    const drawing = svg("svg", { class: "sheet", viewBox: `-1 -1 ${width + 2} ${height + 2}`, role: "img",
      "aria-label": t("place.drawing", number(page)) });
    drawing.append(svg("rect", { width, height, class: "paper" }));
    for (const [x0, y0, x1, y1] of (own && own.images) || []) drawing.append(svg("rect", { x: x0, y: y0, width: x1 - x0, height: y1 - y0, class: "picture" }));
    for (const [x1, y1, x2, y2] of (own && own.rules) || []) drawing.append(svg("line", { x1, y1, x2, y2, class: "rule" }));
    for (const [x, y, size, long, text] of (own && own.text) || []) {
      drawing.append(svg("text", { x, y, "font-size": size, textLength: long > 0 ? long : null, lengthAdjust: "spacingAndGlyphs", class: "print" }, text));
    }
    const outline = (kind, around) => ([x0, y0, x1, y1]) => svg("rect", { x: x0 - around, y: y0 - around,
      width: Math.max(4, x1 - x0 + 2 * around), height: Math.max(4, y1 - y0 + 2 * around), rx: 2, class: kind });
    drawing.append(...beside.map(outline("box-label", 1)), ...boxes.map(outline("box", 2)));
    return drawing;
  }

  return { button };
})();
