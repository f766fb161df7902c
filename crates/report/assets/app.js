// Which page is shown, and in which language.
"use strict";

(() => {
  const { t, say } = hyokasho;
  const main = document.getElementById("main");
  let turn = 0;
  let shown = "";

  // #/, #/documents?…, #/document/ID
  function address() {
    const [path, search] = window.location.hash.replace(/^#\/?/, "").split("?");
    const [page, id] = path.split("/");
    return { page: page || "overview", id, query: new URLSearchParams(search || "") };
  }

  async function go() {
    const { page, id, query } = address();
    if (page === "main") return void main.focus();
    const mine = (turn += 1);
    const target = document.createElement("div");
    try {
      if (page === "documents") await hyokasho.table.show(target, query);
      else if (page === "document") await hyokasho.document.show(target, id);
      else await hyokasho.overview.show(target, query);
    } catch (error) {
      const note = document.createElement("p");
      note.className = "note";
      note.textContent = t("failed", error.message);
      target.replaceChildren(note);
      console.error(error);
    }
    if (mine !== turn) return;
    main.replaceChildren(...target.childNodes);
    dress(page);
    arrive(`${page}/${id || ""}`);
  }

  function dress(page) {
    document.documentElement.lang = hyokasho.language;
    for (const node of document.querySelectorAll("[data-word]")) node.textContent = t(node.dataset.word);
    for (const node of document.querySelectorAll("[data-word-label]")) node.setAttribute("aria-label", t(node.dataset.wordLabel));
    for (const node of document.querySelectorAll("[data-page]")) {
      if (node.dataset.page === page || (page === "document" && node.dataset.page === "documents")) node.setAttribute("aria-current", "page");
      else node.removeAttribute("aria-current");
    }
    for (const node of document.querySelectorAll("[data-lang]")) node.setAttribute("aria-pressed", String(node.dataset.lang === hyokasho.language));
    const heading = main.querySelector("h1");
    document.title = heading ? `${heading.textContent} — ${t("brand")}` : t("brand");
    document.documentElement.dataset.ready = page;
  }

  // A new page begins at its top, and readers hear its name.
  function arrive(name) {
    if (shown && shown !== name) {
      window.scrollTo(0, 0);
      const heading = main.querySelector("h1");
      if (heading) heading.focus({ preventScroll: true });
      say(document.title);
    }
    shown = name;
  }

  hyokasho.go = go;
  window.addEventListener("hashchange", go);
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.addEventListener("click", () => {
      hyokasho.setLanguage(button.dataset.lang);
      go();
    });
  }
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  // What is folded prints open.
  window.addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details:not([open]):not(.printed)")) folded.open = true;
  });
  go();
})();
