// The collection at a glance.
"use strict";

hyokasho.overview = (() => {
  const { el, t, given, load, number, percent, link, formName } = hyokasho;
  const { stacked, legend, bars, columns } = hyokasho.charts;
  const FORMS = ["basic", "focused", "full"];
  const CHANGES = ["modified", "added", "removed", "unstated"];
  const AGENCIES = 8;

  async function show(main, query) {
    const figures = await load("figures", "all", "data/figures.js");
    const chosen = FORMS.includes(query.get("form")) ? query.get("form") : "";
    const all = given("index").documents;
    const documents = chosen ? all.filter((one) => one.form === chosen) : all;
    const forms = chosen ? [chosen] : FORMS;
    main.replaceChildren(...[
      el("h1", { tabindex: "-1" }, t("nav.overview")),
      formChoice(all, chosen),
      tiles(documents),
      panel("documents", byForm(documents), byRevision(documents), byAgency(documents)),
      completeness(documents, forms),
      changes(figures.changes, forms),
      ratings(figures.items, forms),
      outsourcing(documents),
      choices(figures.items, forms),
      findings(figures.findings, forms),
      failures(chosen),
    ].filter(Boolean));
  }

  function formChoice(all, chosen) {
    const choice = (form) => {
      const count = form ? all.filter((one) => one.form === form).length : all.length;
      return el("a", { href: link("", form ? { form } : {}), class: "segment", "aria-current": form === chosen ? "true" : false },
        form ? formName(form) : t("all"), el("span", { class: "segment-count" }, number(count)));
    };
    return el("nav", { class: "segments", "aria-label": t("overview.form_choice") }, ["", ...FORMS].map(choice));
  }

  const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);

  function tiles(documents) {
    const agencies = new Set(documents.map((one) => one.agency).filter(Boolean)).size;
    const printed = sum(documents, (one) => one.filled + one.blank + one.unclear + one.missing);
    const tile = (name, value, href, note) => el("div", { class: "tile" },
      el("dt", {}, t(`tile.${name}`)),
      el("dd", {}, href ? el("a", { href }, value) : value, note && el("span", { class: "tile-note" }, note)));
    return el("dl", { class: "tiles" },
      tile("documents", number(documents.length), link("documents")),
      tile("agencies", number(agencies)),
      tile("read", percent(sum(documents, (one) => one.filled + one.blank), printed), null, t("tile.read_note", number(printed))),
      tile("unclear", number(sum(documents, (one) => one.unclear)), link("documents", { look: "unclear" })),
      tile("differs", number(sum(documents, (one) => one.differs)), link("documents", { look: "differs" })),
      tile("changes", number(sum(documents, (one) => one.changes))));
  }

  function panel(name, ...columns) {
    return el("section", { class: "panel", "aria-labelledby": `h-${name}` },
      el("h2", { id: `h-${name}` }, t(`overview.${name}`)),
      el("div", { class: `cols-${columns.length}` }, columns.map((column) => el("div", {}, column))));
  }

  // Counts of a property, most first; equal counts by name.
  function counted(documents, of) {
    const counts = new Map();
    for (const one of documents) counts.set(of(one), (counts.get(of(one)) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }

  function byForm(documents) {
    const rows = FORMS.map((form) => ({
      name: formName(form), count: documents.filter((one) => one.form === form).length, href: link("documents", { form }),
    })).filter((row) => row.count);
    return [el("h3", {}, t("column.form")), bars(rows)];
  }

  function byRevision(documents) {
    const rows = counted(documents, (one) => one.revision)
      .map(([revision, count]) => ({ name: hyokasho.date(revision) || t("unknown"), order: revision, count, href: link("documents", { revision: revision || "-" }) }))
      .sort((a, b) => (a.order < b.order ? 1 : -1));
    return [el("h3", {}, t("column.revision")), bars(rows, AGENCIES)];
  }

  function byAgency(documents) {
    const rows = counted(documents, (one) => one.agency)
      .map(([agency, count]) => ({ name: agency || t("unknown"), count, href: link("documents", { agency: agency || "-" }) }));
    return [el("h3", {}, t("column.agency")), bars(rows, AGENCIES)];
  }

  function completeness(documents, forms) {
    const states = ["filled", "blank", "unclear", "missing"];
    const parts = (list) => states.map((state) => ({ name: t(`status.${state}`), fill: `f-${state}`, count: sum(list, (one) => one[state]) }));
    const row = (form) => {
      const list = documents.filter((one) => one.form === form);
      if (!list.length) return null;
      const own = parts(list);
      const all = sum(own, (part) => part.count);
      const label = own.map((part) => `${part.name} ${percent(part.count, all)}`).join(", ");
      return el("tr", {},
        el("th", { scope: "row" }, formName(form)),
        el("td", { class: "wide-cell" }, stacked(own, all, label)),
        own.map((part) => el("td", { class: "figure", "data-label": part.name }, number(part.count), el("span", { class: "share" }, percent(part.count, all)))));
    };
    return panel("completeness", [
      legend(parts([])),
      el("table", { class: "figures cards" },
        el("caption", { class: "unseen" }, t("overview.completeness")),
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("column.form")), el("td", {}), parts([]).map((part) => el("th", { scope: "col", class: "figure" }, part.name)))),
        el("tbody", {}, forms.map(row))),
    ]);
  }

  // Months to bins: years where the rows span many, else quarters, else months.
  function binned(months) {
    const known = Object.keys(months).filter(Boolean).sort();
    if (!known.length) return [];
    const at = (month) => +month.slice(0, 4) * 12 + (+month.slice(5, 7) - 1);
    const span = at(known[known.length - 1]) - at(known[0]);
    const size = span > 60 ? 12 : span > 24 ? 3 : 1;
    const name = (bin) => {
      const year = Math.floor((bin * size) / 12), month = ((bin * size) % 12) + 1;
      if (size === 12) return `${year}`;
      return size === 3 ? `${year} Q${(month + 2) / 3}` : `${year}-${String(month).padStart(2, "0")}`;
    };
    const bins = [];
    const first = Math.floor(at(known[0]) / size), last = Math.floor(at(known[known.length - 1]) / size);
    for (let bin = first; bin <= last; bin += 1) bins.push({ name: name(bin), parts: {} });
    for (const month of known) {
      const bin = bins[Math.floor(at(month) / size) - first];
      for (const [kind, count] of Object.entries(months[month])) bin.parts[kind] = (bin.parts[kind] || 0) + count;
    }
    return bins;
  }

  function changes(byForm, forms) {
    const months = {};
    for (const form of forms) {
      for (const [month, kinds] of Object.entries(byForm[form] || {})) {
        months[month] ||= {};
        for (const [kind, count] of Object.entries(kinds)) months[month][kind] = (months[month][kind] || 0) + count;
      }
    }
    const undated = sum(Object.values(months[""] || {}), (count) => count);
    const bins = binned(months);
    if (!bins.length) return panel("changes", el("p", { class: "quiet" }, t("overview.no_changes")));
    const kinds = CHANGES.map((kind) => ({ kind, fill: `f-${kind}`, name: t(`change.${kind}`) }));
    const table = el("table", { class: "figures" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("column.period")), kinds.map((one) => el("th", { scope: "col", class: "figure" }, one.name)))),
      el("tbody", {}, bins.map((bin) => el("tr", {}, el("th", { scope: "row" }, bin.name),
        kinds.map((one) => el("td", { class: "figure", "data-label": one.name }, number(bin.parts[one.kind] || 0)))))));
    return panel("changes", [
      legend(kinds),
      columns(bins, kinds, t("overview.changes")),
      undated > 0 && el("p", { class: "quiet" }, t("overview.undated", number(undated))),
      el("details", { class: "more" }, el("summary", {}, t("as_table")), table),
    ]);
  }

  // An item's answers over some forms.
  function answers(item, forms) {
    const total = { options: {}, blank: 0, unclear: 0, all: 0 };
    for (const form of forms) {
      const own = item.forms[form];
      if (!own) continue;
      total.blank += own.blank;
      total.unclear += own.unclear;
      total.all += own.all;
      for (const [option, count] of Object.entries(own.options)) total.options[option] = (total.options[option] || 0) + count;
    }
    return total;
  }

  // The ratings of all items on the one scale that the forms have for them.
  function distribution(items, forms) {
    const steps = [
      ...items[0].options.map((name, at) => ({ name, fill: `f-rate-${Math.min(at, 3)}`, of: (own) => own.options[name] || 0 })),
      { name: t("status.unclear"), fill: "f-unclear", of: (own) => own.unclear },
      { name: t("status.blank"), fill: "f-blank", of: (own) => own.blank },
    ];
    const row = (item) => {
      const own = answers(item, forms);
      const parts = steps.map((step) => ({ ...step, count: step.of(own) }));
      const told = parts.filter((part) => part.count).map((part) => `${part.name} ${number(part.count)}`).join(" / ");
      return el("li", {},
        el("p", { class: "dist-name" }, el("span", { class: "item-number" }, item.number), ratingName(item)),
        el("div", {}, stacked(parts, own.all, told), el("p", { class: "dist-told" }, told)));
    };
    return [legend(steps), grouped(items, (item) => (item.path.length > 1 ? item.path[1] : item.path[0])).map(([title, own]) =>
      [el("h3", { class: "dist-title" }, title), el("ul", { class: "dist" }, own.map(row))])];
  }

  // Items in their order, with the title that neighbours share.
  function grouped(items, titleOf) {
    const groups = [];
    for (const item of items) {
      const title = titleOf(item) || t("unknown");
      if (!groups.length || groups[groups.length - 1][0] !== title) groups.push([title, []]);
      groups[groups.length - 1][1].push(item);
    }
    return groups;
  }

  // All ratings bear one label: the risk tells them apart.
  const ratingName = (item) => item.path.slice(2).join(" › ") || item.label;

  const nameOf = (item) => [...item.path.slice(1), item.context, item.label].filter(Boolean).join(" › ");

  const isRating = (item) => item.kind === "choice" && item.key.endsWith(".rating");

  function ratings(items, forms) {
    const present = items.filter((item) => isRating(item) && answers(item, forms).all);
    return present.length > 0 && panel("ratings", distribution(present, forms));
  }

  function outsourcing(documents) {
    const withForm = documents.filter((one) => one.form !== "basic");
    const has = (value) => withForm.filter((one) => one.outsourcing === value).length;
    const yes = sum(documents, (one) => one.resub_yes), no = sum(documents, (one) => one.resub_no);
    const contracts = sum(documents, (one) => one.contracts);
    if (!withForm.length) return null;
    const rows = [
      [t("outsourcing.documents"), [
        { name: t("outsourcing.yes"), fill: "f-rate-0", count: has("yes") },
        { name: t("outsourcing.no"), fill: "f-step-5", count: has("no") },
        { name: t("outsourcing.untold"), fill: "f-blank", count: has("") }]],
      [t("outsourcing.contracts"), [
        { name: t("outsourcing.resub_yes"), fill: "f-rate-0", count: yes },
        { name: t("outsourcing.resub_no"), fill: "f-step-5", count: no },
        { name: t("outsourcing.untold"), fill: "f-blank", count: Math.max(0, contracts - yes - no) }]],
    ];
    const agencies = new Map();
    for (const one of documents.filter((one) => one.contracts)) {
      const own = agencies.get(one.agency) || { documents: 0, contracts: 0, resub: 0 };
      own.documents += 1;
      own.contracts += one.contracts;
      own.resub += one.resub_yes;
      agencies.set(one.agency, own);
    }
    const most = [...agencies].sort((a, b) => b[1].resub - a[1].resub || b[1].contracts - a[1].contracts || (a[0] < b[0] ? -1 : 1)).slice(0, 12);
    return panel("outsourcing",
      rows.map(([name, parts]) => {
        const all = sum(parts, (part) => part.count);
        const told = parts.map((part) => `${part.name} ${number(part.count)} (${percent(part.count, all)})`).join(" / ");
        return el("div", { class: "dist-one" }, el("h3", {}, name), stacked(parts, all, told),
          legend(parts.map((part) => ({ ...part, name: `${part.name} ${number(part.count)} (${percent(part.count, all)})` }))));
      }),
      most.length > 0 && [el("h3", {}, t("outsourcing.by_agency")), el("table", { class: "figures" },
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("column.agency")),
          ["documents_short", "contracts_short", "resub_short"].map((name) => el("th", { scope: "col", class: "figure" }, t(`outsourcing.${name}`))))),
        el("tbody", {}, most.map(([agency, own]) => el("tr", {},
          el("th", { scope: "row" }, el("a", { href: link("documents", { agency: agency || "-", look: "outsourcing" }) }, agency || t("unknown"))),
          [["documents_short", own.documents], ["contracts_short", own.contracts], ["resub_short", own.resub]].map(([name, count]) =>
            el("td", { class: "figure", "data-label": t(`outsourcing.${name}`) }, number(count)))))))]);
  }

  // The other choices and the flags, part by part, each open to look into.
  function choices(items, forms) {
    const rest = items.filter((item) => !isRating(item) && answers(item, forms).all);
    if (!rest.length) return null;
    const one = (item) => {
      const own = answers(item, forms);
      const rows = item.options.map((name) => ({ name, count: own.options[name] || 0 }));
      if (own.unclear) rows.push({ name: t("status.unclear"), count: own.unclear });
      if (own.blank) rows.push({ name: t("status.blank"), count: own.blank });
      const body = el("div", { class: "fold-body" });
      return el("details", { class: "fold", ontoggle: () => { if (!body.firstChild) body.append(...bars(rows).filter(Boolean)); } },
        el("summary", {}, el("span", { class: "item-number" }, item.number), el("span", {}, nameOf(item)),
          el("span", { class: "fold-count" }, t("overview.answers", number(own.all)))), body);
    };
    // Forms give their parts other names and numbers: a part says whose it is where that is not all of them.
    const printed = (own) => forms.filter((form) => own.some((item) => item.forms[form] && item.forms[form].all));
    const whose = (own) => (forms.length > 1 && printed(own).length < forms.length ? printed(own).map(formName).join(" / ") : "");
    return panel("choices", grouped(rest, (item) => item.path[0]).map(([part, own]) => el("details", { class: "fold-part" },
      el("summary", {}, el("span", {}, part, " ", el("span", { class: "fold-forms" }, whose(own))),
        el("span", { class: "segment-count" }, t("overview.items", number(own.length)))), own.map(one))));
  }

  function findings(byCode, forms) {
    const rows = Object.entries(byCode).map(([code, own]) => {
      const shown = forms.map((form) => own[form]).filter(Boolean);
      return { code, found: sum(shown, (pair) => pair[0]), documents: sum(shown, (pair) => pair[1]) };
    }).filter((row) => row.found).sort((a, b) => b.documents - a.documents || (a.code < b.code ? -1 : 1));
    if (!rows.length) return null;
    return panel("findings", el("table", { class: "figures" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("column.finding")),
        el("th", { scope: "col", class: "figure" }, t("column.found")), el("th", { scope: "col", class: "figure" }, t("column.documents")))),
      el("tbody", {}, rows.map((row) => el("tr", {},
        el("th", { scope: "row" }, t(`code.${row.code}`), el("code", { class: "key" }, row.code)),
        el("td", { class: "figure", "data-label": t("column.found") }, number(row.found)),
        el("td", { class: "figure", "data-label": t("column.documents") }, number(row.documents)))))));
  }

  function failures(chosen) {
    const failed = given("index").failures;
    if (chosen || !failed.length) return null;
    return panel("failures", el("ul", { class: "plain" }, failed.map(([name, cause]) =>
      el("li", {}, el("span", {}, name), " ", el("span", { class: "quiet" }, hyokasho.hasWord(`cause.${cause}`) ? t(`cause.${cause}`) : cause)))));
  }

  return { show };
})();
