// One document: what needs a look first, then its items part by part, then its changes.
"use strict";

hyokasho.document = (() => {
  const { el, t, given, load, number, percent, date, link, say, formName } = hyokasho;
  const STATES = ["filled", "unclear", "blank"];
  const ERA = "ja-JP-u-ca-japanese";
  const GLANCE = 60; // characters of a candidate where the item itself shows all

  async function show(main, id) {
    const row = given("index").documents.find((one) => one.id === id);
    if (!row) return void main.replaceChildren(el("h1", { tabindex: "-1" }, t("document.unknown")), back());
    const doc = await load("document", id, `documents/${id}.js`);
    const parts = doc.sections.map((section, at) => ({ id: `part-${at}`, title: partTitle(section), section }));
    const body = el("div", { class: "body" },
      attention(doc),
      parts.map((part) => sectionOf(doc, part)),
      missing(doc), loose(doc), history(doc));
    main.replaceChildren(
      back(), head(doc, row),
      el("div", { class: "split" }, contents(doc, parts), el("div", {}, filter(body), body)));
  }

  const back = () => el("p", { class: "back" }, el("a", { href: link("documents") }, t("document.back")));

  function partTitle(section) {
    const title = section.title || t("document.other");
    return section.index ? `${title} (${section.index})` : title;
  }

  function head(doc, row) {
    const all = row.filled + row.blank + row.unclear + row.missing;
    const fact = (name, value) => value && el("div", { class: `fact-${name}` }, el("dt", {}, t(`document.${name}`)), el("dd", {}, value));
    const size = doc.source.pages ? t("document.pages", number(doc.source.pages)) : doc.source.lines ? t("document.lines", number(doc.source.lines)) : "";
    return el("header", { class: "doc-head" },
      el("p", { class: "doc-agency" }, row.agency || t("unknown")),
      el("h1", { tabindex: "-1" }, row.title || t("untitled")),
      el("dl", { class: "doc-facts" },
        fact("form", [formName(doc.form.kind), doc.form.revision && el("span", { class: "quiet" }, ` ${doc.form.revision}`)]),
        fact("number", row.number), fact("published", date(row.published)),
        fact("file", [row.name, el("span", { class: "quiet" }, ` ${[doc.source.format.toUpperCase(), size, doc.source.encoding].filter(Boolean).join(" · ")}`)]),
        fact("read", t("document.read_share", percent(row.filled + row.blank, all), number(row.filled), number(row.blank), number(row.unclear), number(row.missing))),
        fact("sha", el("code", { class: "key" }, doc.source.sha256))));
  }

  function contents(doc, parts) {
    const entry = (to, text, count) => el("li", {}, el("button", { type: "button", onclick: () => jump(to) }, el("span", {}, text),
      count !== undefined && el("span", { class: "segment-count" }, number(count))));
    return el("nav", { class: "contents", "aria-label": t("document.contents") },
      el("ul", {},
        entry("attention", t("document.attention"), concerns(doc)),
        parts.map((part) => entry(part.id, part.title)),
        doc.missing.length > 0 && entry("missing", t("document.missing"), doc.missing.length),
        doc.unassigned.length > 0 && entry("loose", t("document.unassigned"), doc.unassigned.length),
        doc.changes.length > 0 && entry("history", t("document.history"), doc.changes.length)));
  }

  function jump(id) {
    const target = document.getElementById(id);
    if (!target) return;
    const folded = target.closest("[hidden]");
    if (folded) folded.hidden = false;
    target.scrollIntoView({ block: "start" });
    const heading = target.matches("section") ? target.querySelector("h2") : target;
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  }

  // Shows all items, or those of one status, or those that hold a text.
  function filter(body) {
    let state = "", text = "";
    const apply = () => {
      let shown = 0;
      const wanted = text.normalize("NFKC").toLowerCase();
      for (const item of body.querySelectorAll(".item")) {
        const fits = (!state || item.dataset.status === state) && (!wanted || item.textContent.normalize("NFKC").toLowerCase().includes(wanted));
        item.hidden = !fits;
        shown += fits;
      }
      for (const group of body.querySelectorAll(".group, .part")) group.hidden = !group.querySelector(".item:not([hidden])");
      say(t("document.shown", number(shown)));
    };
    const options = ["", ...STATES].map((value) => el("option", { value }, value ? t(`status.${value}`) : t("all")));
    return el("form", { class: "controls doc-controls", role: "search", onsubmit: (event) => event.preventDefault() },
      el("div", { class: "field field-search" }, el("label", { for: "in-doc" }, t("document.search")),
        el("input", { type: "search", id: "in-doc", autocomplete: "off", oninput: (event) => { text = event.target.value; apply(); } })),
      el("div", { class: "field" }, el("label", { for: "in-status" }, t("column.status")),
        el("select", { id: "in-status", onchange: (event) => { state = event.target.value; apply(); } }, options)));
  }

  const items = (doc) => doc.sections.flatMap((section) => section.items);
  const hasUnclearFlag = (item) => Array.isArray(item.value) && item.value.some((flag) => flag.state === "unclear");
  const isUnclear = (item) => item.status === "unclear" || hasUnclearFlag(item);
  // A box whose state is lost is told at its item already.
  const isTold = (doc, one) => one.code === "mark-unclear" && items(doc).some((item) => item.key === one.key && isUnclear(item));
  const grave = (doc) => doc.diagnostics.filter((one) => one.severity !== "info" && !isTold(doc, one));
  const differing = (doc) => doc.changes.filter((row) => row.change && row.change.reconciled === "differs");
  const concerns = (doc) => items(doc).filter(isUnclear).length + grave(doc).length + differing(doc).length;

  function attention(doc) {
    const unclear = items(doc).filter(isUnclear);
    const block = (name, own) => own.length > 0 && el("div", { class: "concern" }, el("h3", {}, t(`attention.${name}`), el("span", { class: "segment-count" }, number(own.length))), el("ul", { class: "plain" }, own));
    const minor = doc.diagnostics.filter((one) => one.severity === "info");
    const named = (item) => {
      const place = hyokasho.place.button(doc, item.source);
      return el("li", { class: "finding" }, el("span", { class: "item-number" }, item.number), " ", toItem(item.key, labelOf(item)), el("span", { class: "quiet" }, doubt(item)),
        el("p", { class: "item-foot" }, place && place.knob), place && place.panel);
    };
    return el("section", { id: "attention", class: "attention" },
      el("h2", {}, t("document.attention")),
      concerns(doc) === 0 && el("p", { class: "all-good" }, t("attention.none")),
      block("unclear", unclear.map(named)),
      block("findings", grave(doc).map((one) => finding(doc, one))),
      block("differs", differing(doc).map((row) => el("li", {}, el("button", { type: "button", class: "link-button", onclick: () => jump(`at-${row.key}`) }, row.change.item || row.key),
        el("span", { class: "quiet" }, ` ${date(row.change.date)}`)))),
      minor.length > 0 && el("details", { class: "more" }, el("summary", {}, t("attention.info", number(minor.length))), el("ul", { class: "plain" }, minor.map((one) => finding(doc, one)))));
  }

  const labelOf = (item) => [...(item.path || []).slice(-1), item.context, item.label].filter(Boolean).join(" › ");

  const short = (text) => (text.length > GLANCE ? `${text.slice(0, GLANCE)}…` : text);

  // What is in doubt: the candidates, or the options whose state is lost.
  function doubt(item) {
    if (item.candidates) return ` — ${t("item.candidates")}: ${item.candidates.map((one) => short(plain(one.value))).join(" / ")}`;
    if (!Array.isArray(item.value)) return "";
    const lost = item.value.filter((flag) => flag.state === "unclear");
    return ` — ${t("item.lost", number(lost.length), number(item.value.length))}: ${lost.map((flag) => flag.option).join(" / ")}`;
  }

  function finding(doc, one) {
    const item = items(doc).find((item) => item.key === one.key);
    const place = hyokasho.place.button(doc, one.source);
    return el("li", { class: `finding s-${one.severity}` },
      el("span", { class: `badge b-${one.severity}` }, t(`severity.${one.severity}`)), " ", el("span", { lang: hyokasho.language }, t(`code.${one.code}`)),
      el("p", { class: "item-foot" }, one.key && toItem(one.key, item ? labelOf(item) : one.key, item ? "" : "key"), el("span", { class: "quiet", lang: "en" }, one.message), place && place.knob),
      place && place.panel);
  }

  // A button that leads to an item of this page, where the page has it.
  function toItem(key, text, kind) {
    return el("button", { type: "button", class: `link-button ${kind || ""}`, onclick: () => jump(nearest(key)) }, text);
  }

  // The item of a key, or the first inside a key that names a whole block.
  function nearest(key) {
    if (document.getElementById(`at-${key}`)) return `at-${key}`;
    const inside = [...document.querySelectorAll(".item")].find((item) => item.id.startsWith(`at-${key}.`) || item.id.startsWith(`at-${key}[`));
    return inside ? inside.id : "attention";
  }

  function sectionOf(doc, part) {
    const groups = [];
    for (const item of part.section.items) {
      const path = (item.path || []).join("\n");
      if (!groups.length || groups[groups.length - 1].path !== path) groups.push({ path, titles: item.path || [], items: [] });
      groups[groups.length - 1].items.push(item);
    }
    let before = [];
    return el("section", { id: part.id, class: "part" },
      el("h2", {}, part.title, part.section.file && el("span", { class: "part-file" }, part.section.file)),
      groups.map((group) => {
        const titles = group.titles.map((title, at) => (before[at] === title && before.slice(0, at).join() === group.titles.slice(0, at).join() ? null : el(at ? "h4" : "h3", {}, title)));
        before = group.titles;
        return el("div", { class: "group" }, titles, el("dl", { class: "items" }, group.items.map((item) => itemRow(doc, item, part))));
      }));
  }

  function itemRow(doc, item, part) {
    const place = hyokasho.place.button(doc, item.source, item.label_source);
    return el("div", { class: `item i-${item.status}`, id: `at-${item.key}`, "data-status": isUnclear(item) ? "unclear" : item.status },
      el("dt", {}, item.number !== part.title && el("span", { class: "item-number" }, item.number), el("span", { class: "item-label" }, item.context && `${item.context} › `, item.label), el("code", { class: "key" }, item.key)),
      el("dd", {},
        valueOf(item),
        el("p", { class: "item-foot" },
          isUnclear(item) && el("span", { class: "badge b-unclear" }, t("status.unclear")),
          item.basis && el("span", { class: "basis" }, t(`basis.${item.basis}`)),
          place && place.knob),
        place && place.panel));
  }

  function valueOf(item) {
    if (item.status === "blank") return el("p", { class: "blank" }, t("status.blank"));
    if (item.status === "unclear") return [candidates(item), printed(item, true)];
    if (item.kind === "flags") return [flags(item.value), printed(item)];
    if (item.kind === "choice") return [el("p", { class: "choice" }, item.option && el("span", { class: "option" }, item.option), item.value), printed(item)];
    if (item.kind === "date") return [el("p", {}, el("time", { datetime: item.value }, date(item.value)), era(item.value)), printed(item)];
    return el("p", { class: "text" }, plain(item.value));
  }

  // The Japanese era of a whole date, for the Japanese page.
  function era(iso) {
    if (hyokasho.language !== "ja" || !/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null;
    const text = hyokasho.formatter("DateTimeFormat", ERA, { timeZone: "UTC", era: "long", year: "numeric", month: "long", day: "numeric" }).format(new Date(`${iso}T00:00:00Z`));
    return el("span", { class: "quiet" }, ` (${text})`);
  }

  function flags(list) {
    return el("ul", { class: "flags" }, list.map((flag) => el("li", { class: `flag-${flag.state}` },
      el("span", { class: "flag-sign", "aria-hidden": "true" }, { on: "●", off: "○", unclear: "?" }[flag.state]),
      el("span", { class: "unseen" }, t(`flag.${flag.state}`)), flag.option,
      flag.text && el("span", { class: "flag-text" }, ` (${flag.text})`),
      flag.count !== undefined && el("span", { class: "flag-text" }, ` ${t("flag.count", number(flag.count))}`),
      flag.state !== "off" && flag.basis && flag.basis !== "mark" && el("span", { class: "basis" }, t(`basis.${flag.basis}`)))));
  }

  function candidates(item) {
    const list = item.candidates || [];
    if (!list.length) return el("p", { class: "quiet" }, t("item.no_candidates"));
    return el("div", {}, el("p", { class: "quiet" }, t("item.candidates")),
      el("ul", { class: "candidates" }, list.map((one) => el("li", {}, plain(one.value), one.reason && el("span", { class: "quiet", lang: "en" }, ` — ${one.reason}`)))));
  }

  function printed(item, open) {
    if (!item.text) return null;
    return el("details", { class: "printed", open: open || false }, el("summary", {}, t("item.printed")), el("p", { class: "text" }, item.text));
  }

  function plain(value) {
    if (value === undefined || value === null) return "";
    if (Array.isArray(value)) return value.filter((flag) => flag.state === "on").map((flag) => flag.option).join(" / ");
    if (typeof value === "number") return number(value);
    return typeof value === "string" ? value : value.item || "";
  }

  function missing(doc) {
    if (!doc.missing.length) return null;
    return el("section", { id: "missing" }, el("h2", {}, t("document.missing")), el("p", { class: "quiet" }, t("document.missing_note")),
      el("ul", { class: "plain two" }, doc.missing.map((one) => el("li", {}, el("span", { class: "item-number" }, one.number || ""), " ", one.label || "", " ", el("code", { class: "key" }, one.key)))));
  }

  function loose(doc) {
    if (!doc.unassigned.length) return null;
    return el("section", { id: "loose" }, el("h2", {}, t("document.unassigned")), el("p", { class: "quiet" }, t("document.unassigned_note")),
      el("ul", { class: "plain" }, doc.unassigned.map((one) => {
        const place = hyokasho.place.button(doc, one.source);
        return el("li", { class: "finding" }, el("p", { class: "text" }, one.text), el("p", { class: "item-foot" }, place && place.knob), place && place.panel);
      })));
  }

  function history(doc) {
    if (!doc.changes.length) return null;
    const goTo = (key, guess) => toItem(key, guess ? `${key} ?` : key, "key");
    return el("section", { id: "history" }, el("h2", {}, t("document.history")), hyokasho.history.timeline(doc, goTo));
  }

  return { show };
})();
