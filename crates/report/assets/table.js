// The table of documents: search, filters, order, pages. What is chosen stands in the address.
"use strict";

hyokasho.table = (() => {
  const { el, t, given, load, number, date, link, say, formName } = hyokasho;
  const PAGE = 25;
  const REST = 200; // milliseconds
  const FILTERS = ["form", "agency", "revision", "look"];
  const LOOKS = {
    unclear: (one) => one.unclear > 0,
    findings: (one) => one.warnings + one.errors > 0,
    differs: (one) => one.differs > 0,
    missing: (one) => one.missing > 0,
    outsourcing: (one) => one.contracts > 0,
    resub: (one) => one.resub_yes > 0,
  };
  // Name in the words, how it sorts, whether it is a figure.
  const COLUMNS = [
    { name: "title", of: (one) => one.title },
    { name: "agency", of: (one) => one.agency },
    { name: "form", of: (one) => one.style },
    { name: "revision", of: (one) => one.revision },
    { name: "published", of: (one) => one.published },
    { name: "unclear", of: (one) => one.unclear, figure: true },
    { name: "warnings", of: (one) => one.warnings + one.errors, figure: true },
    { name: "changes", of: (one) => one.changes, figure: true },
  ];
  const collator = new Intl.Collator("ja", { numeric: true });
  const orders = new Map();
  let folded = null;

  const fold = (text) => text.normalize("NFKC").toLowerCase();

  // The searched texts of every document, folded once.
  async function searchable() {
    if (folded) return folded;
    const texts = await load("search", "all", "data/search.js");
    folded = texts.map((own) => own.map(([name, text]) => ({ name, text, folded: fold(text) })));
    return folded;
  }

  // Positions of the documents that hold every term and pass the filters.
  function found(state, index) {
    const terms = fold(state.q || "").split(/\s+/).filter(Boolean);
    const holds = (at) => terms.every((term) => index[at].some((one) => one.folded.includes(term)));
    const passes = (one) => FILTERS.every((name) => {
      const wanted = state[name];
      if (!wanted) return true;
      if (name === "look") return !LOOKS[wanted] || LOOKS[wanted](one);
      return wanted === "-" ? !one[name] : one[name] === wanted;
    });
    const hits = [];
    given("index").documents.forEach((one, at) => {
      if (passes(one) && (!terms.length || holds(at))) hits.push(at);
    });
    return { hits, terms };
  }

  // Every document's rank in a column's order: sorted once, so that an answer only picks from it.
  function ranks(column) {
    if (!orders.has(column.name)) {
      const values = given("index").documents.map((one, at) => ({ value: column.of(one), at }));
      values.sort((a, b) => {
        const empty = (a.value === "") - (b.value === "");
        const order = typeof a.value === "number" ? a.value - b.value : collator.compare(a.value, b.value);
        return empty || order || a.at - b.at;
      });
      const rank = new Array(values.length);
      values.forEach((one, place) => { rank[one.at] = place; });
      orders.set(column.name, rank);
    }
    return orders.get(column.name);
  }

  function ordered(hits, state) {
    const column = COLUMNS.find((one) => one.name === state.sort);
    if (!column) return hits;
    const rank = ranks(column);
    const turn = state.order === "down" ? -1 : 1;
    return [...hits].sort((a, b) => turn * (rank[a] - rank[b]));
  }

  async function show(main, query) {
    const state = Object.fromEntries(query);
    state.page = Math.max(1, +state.page || 1);
    const result = el("div", { class: "result" });
    const count = el("p", { class: "count", role: "status", "aria-live": "polite", id: "count" });
    const refresh = async (change) => {
      Object.assign(state, { page: 1 }, change);
      keep(state);
      const index = await searchable();
      const { hits, terms } = found(state, index);
      count.textContent = t("table.count", number(hits.length), number(given("index").documents.length));
      result.replaceChildren(table(ordered(hits, state), terms, index, state, refresh));
    };
    main.replaceChildren(
      el("h1", { tabindex: "-1" }, t("nav.documents")),
      controls(state, refresh), count, result);
    await refresh({ page: state.page });
  }

  // The address follows what is chosen, once the typing rests and without a step in the history.
  let keeping = 0;
  function keep(state) {
    window.clearTimeout(keeping);
    keeping = window.setTimeout(() => {
      if (window.location.hash.startsWith("#/documents")) address(state);
    }, REST);
  }

  function address(state) {
    const kept = Object.entries(state).filter(([name, value]) => value && !(name === "page" && value === 1));
    window.history.replaceState(null, "", link("documents", Object.fromEntries(kept)));
  }

  function controls(state, refresh) {
    const documents = given("index").documents;
    const values = (name) => [...new Set(documents.map((one) => one[name]))].sort(collator.compare);
    const select = (name, options) => {
      const list = el("select", { id: `f-${name}`, onchange: (event) => refresh({ [name]: event.target.value }) },
        el("option", { value: "" }, t("all")),
        options.map(([value, text]) => el("option", { value: value || "-" }, text)));
      list.value = state[name] || "";
      return el("div", { class: "field" }, el("label", { for: `f-${name}` }, t(`filter.${name}`)), list);
    };
    const search = el("input", {
      type: "search", id: "search", autocomplete: "off", spellcheck: "false", placeholder: t("table.placeholder"),
      oninput: (event) => refresh({ q: event.target.value }),
    });
    search.value = state.q || "";
    const clear = () => {
      window.location.hash = link("documents");
      hyokasho.go();
    };
    return el("form", { class: "controls", role: "search", onsubmit: (event) => event.preventDefault() },
      el("div", { class: "field field-search" }, el("label", { for: "search" }, t("table.search")), search),
      select("form", ["basic", "focused", "full"].filter((form) => documents.some((one) => one.form === form)).map((form) => [form, formName(form)])),
      select("agency", values("agency").map((agency) => [agency, agency || t("unknown")])),
      select("revision", values("revision").map((revision) => [revision, date(revision) || t("unknown")])),
      select("look", Object.keys(LOOKS).map((look) => [look, t(`look.${look}`)])),
      el("button", { type: "button", class: "plain-button", onclick: clear }, t("table.clear")));
  }

  function table(hits, terms, index, state, refresh) {
    if (!hits.length) return el("p", { class: "note" }, t("table.none"));
    const pages = Math.ceil(hits.length / PAGE);
    const page = Math.min(state.page, pages);
    const shown = hits.slice((page - 1) * PAGE, page * PAGE);
    return el("div", {},
      el("table", { class: "documents" },
        el("caption", { class: "unseen" }, t("nav.documents")),
        el("thead", {}, el("tr", {}, COLUMNS.map((column) => header(column, state, refresh)))),
        el("tbody", {}, shown.map((at) => row(at, terms, index)))),
      pages > 1 && pager(page, pages, refresh));
  }

  function header(column, state, refresh) {
    const active = state.sort === column.name;
    const down = active && state.order === "down";
    // Figures are sought from the greatest, all else from the first.
    const first = column.figure ? "down" : "up";
    const next = !active ? first : down ? "up" : "down";
    const press = async () => {
      await refresh({ sort: column.name, order: next });
      say(t(next === "down" ? "table.sorted_down" : "table.sorted_up", t(`column.${column.name}`)));
      document.getElementById(`sort-${column.name}`).focus();
    };
    return el("th", { scope: "col", class: column.figure && "figure", "aria-sort": active ? (down ? "descending" : "ascending") : "none" },
      el("button", { type: "button", id: `sort-${column.name}`, onclick: press }, t(`column.${column.name}`),
        el("span", { class: "arrow", "aria-hidden": "true" }, active ? (down ? "▼" : "▲") : "")));
  }

  // A row that shows no snippet is the same in every answer: it is made once a language.
  const made = new Map();
  function row(at, terms, index) {
    const one = given("index").documents[at];
    const found = snippet(one, terms, index[at]);
    if (found) return newRow(one, found);
    const name = `${hyokasho.language} ${at}`;
    if (!made.has(name)) made.set(name, newRow(one, null));
    return made.get(name);
  }

  function newRow(one, found) {
    const cell = (name, content, figure) => el("td", { "data-label": t(`column.${name}`), class: figure ? (content === 0 ? "figure zero" : "figure") : content ? null : "empty" },
      figure ? number(content) : content || el("span", { class: "quiet" }, "–"));
    return el("tr", {},
      el("th", { scope: "row" },
        el("a", { href: link(`document/${one.id}`) }, one.title || t("untitled")),
        el("span", { class: "file-name" }, one.name), found),
      cell("agency", one.agency), cell("form", hyokasho.formName(one.form)), cell("revision", date(one.revision)),
      cell("published", date(one.published)), cell("unclear", one.unclear, true),
      cell("warnings", one.warnings + one.errors, true), cell("changes", one.changes, true));
  }

  // Where a term was found, unless the row itself shows it.
  function snippet(one, terms, own) {
    if (!terms.length) return null;
    const seen = fold(`${one.title} ${one.name} ${one.agency}`);
    const term = terms.find((wanted) => !seen.includes(wanted));
    const hit = term && own.find((text) => text.folded.includes(term));
    if (!hit) return null;
    const at = hit.folded.indexOf(term);
    const from = Math.max(0, at - 16), to = at + term.length;
    // Folding may shift places: then the text is shown without the mark.
    const same = hit.folded.length === hit.text.length;
    return el("span", { class: "snippet" }, el("span", { class: "snippet-name" }, t(`search.${hit.name}`)),
      from > 0 && "…", same ? hit.text.slice(from, at) : hit.text.slice(from, to + 24),
      same && el("mark", {}, hit.text.slice(at, to)), same && hit.text.slice(to, to + 24), hit.text.length > to + 24 && "…");
  }

  function pager(page, pages, refresh) {
    const turn = async (to) => {
      await refresh({ page: to });
      document.getElementById("count").scrollIntoView();
      say(t("table.page", number(to), number(pages)));
    };
    const button = (name, to) => el("button", { type: "button", class: "plain-button", disabled: to < 1 || to > pages, onclick: () => turn(to) }, t(`table.${name}`));
    return el("nav", { class: "pager", "aria-label": t("table.pages") },
      button("previous", page - 1), el("span", {}, t("table.page", number(page), number(pages))), button("next", page + 1));
  }

  return { show, searchable };
})();
