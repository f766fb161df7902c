// The changes of a document, newest first, each with what came and what went marked.
"use strict";

hyokasho.history = (() => {
  const { el, t, date, number } = hyokasho;
  // An unchanged stretch longer than this is shown by its two ends.
  const KEPT = 160, END = 56;

  function timeline(doc, goTo) {
    const groups = new Map();
    for (const row of doc.changes) {
      const when = row.change ? row.change.date || "" : "";
      if (!groups.has(when)) groups.set(when, []);
      groups.get(when).push(row);
    }
    const days = [...groups].sort((a, b) => (a[0] < b[0] ? 1 : a[0] > b[0] ? -1 : 0));
    return el("ol", { class: "timeline" }, days.map(([when, rows]) => el("li", {},
      el("h3", {}, when ? el("time", { datetime: when }, date(when)) : t("history.undated"),
        el("span", { class: "quiet" }, t("history.rows", number(rows.length)))),
      el("ul", { class: "rows" }, rows.map((row) => entry(doc, row, goTo))))));
  }

  function entry(doc, row, goTo) {
    const change = row.change;
    const place = hyokasho.place.button(doc, row.source);
    const badge = (name, kind) => el("span", { class: `badge ${kind || ""}` }, t(name));
    const unclear = row.status === "unclear";
    return el("li", { class: unclear ? "change i-unclear" : "change", id: `at-${row.key}` },
      el("p", { class: "change-head" },
        el("span", { class: "change-item" }, change.item || t("history.no_item")),
        unclear && el("span", { class: "badge b-unclear" }, t("status.unclear")),
        !unclear && badge(`change.${change.change || "unstated"}`, `b-${change.change || "unstated"}`),
        change.timing && el("span", { class: "badge" }, change.timing),
        change.date_basis && change.date_basis !== "printed" && badge(`date_basis.${change.date_basis}`),
        change.reconciled && badge(`reconciled.${change.reconciled}`, `b-${change.reconciled}`)),
      unclear && row.reason && el("p", { class: "quiet", lang: "en" }, row.reason),
      text(change),
      change.explanation && el("p", { class: "explanation" }, el("span", { class: "quiet" }, t("history.explanation")), " ", change.explanation),
      change.date_candidates && el("p", { class: "quiet" }, t("history.date_candidates", change.date_candidates.map(date).join(", "))),
      el("p", { class: "item-foot" },
        (change.keys.length ? change.keys : change.key_candidates || []).slice(0, 6).map((key) => goTo(key, !change.keys.length)),
        place && place.knob),
      place && place.panel);
  }

  function text(change) {
    if (change.edits && change.edits.length && change.change !== "unstated") {
      const whole = () => el("div", { class: "edit" }, change.edits.map((edit) => stretch(edit, false)));
      const long = change.edits.some((edit) => edit.op === "equal" && edit.text.length > KEPT);
      const shown = el("div", { class: "edit" }, change.edits.map((edit, at) => stretch(edit, true, at === 0, at === change.edits.length - 1)));
      if (!long) return shown;
      const all = el("button", { type: "button", class: "link-button", onclick: () => { shown.replaceWith(whole()); all.remove(); } }, t("history.whole"));
      return [shown, all];
    }
    const side = (name, own) => el("div", {}, el("h4", {}, t(name)), el("div", { class: "side" }, own || el("span", { class: "quiet" }, t("status.blank"))));
    return el("div", { class: "sides" }, side("history.before", change.before), side("history.after", change.after));
  }

  function stretch(edit, cut, first, last) {
    if (edit.op === "insert") return el("ins", {}, el("span", { class: "unseen" }, t("history.inserted")), edit.text);
    if (edit.op === "delete") return el("del", {}, el("span", { class: "unseen" }, t("history.deleted")), edit.text);
    if (!cut || edit.text.length <= KEPT) return edit.text;
    const head = first ? "" : edit.text.slice(0, END);
    const tail = last ? "" : edit.text.slice(-END);
    return [head, el("span", { class: "cut" }, " … "), tail];
  }

  return { timeline };
})();
