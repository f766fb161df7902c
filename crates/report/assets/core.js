// What all parts of the report share: data, words, and making elements.
//
// Texts of documents reach the page through text nodes and attributes alone; nothing here or in the
// other files makes markup of a string.
"use strict";

const hyokasho = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const data = new Map();
  const waiting = new Map();
  let language = remembered() || "ja";

  function remembered() {
    try {
      const kept = window.localStorage.getItem("hyokasho.language");
      return kept === "en" || kept === "ja" ? kept : null;
    } catch {
      return null; // a browser may keep nothing for pages opened from disk
    }
  }

  // Data files call this.
  function receive(kind, id, value) {
    const name = `${kind}/${id}`;
    data.set(name, value);
    const wait = waiting.get(name);
    if (wait) {
      waiting.delete(name);
      wait.resolve(value);
    }
  }

  // Loads a data file once; gives its data.
  function load(kind, id, path) {
    const name = `${kind}/${id}`;
    if (data.has(name)) return Promise.resolve(data.get(name));
    if (waiting.has(name)) return waiting.get(name).promise;
    const wait = {};
    wait.promise = new Promise((resolve, reject) => {
      wait.resolve = resolve;
      wait.reject = reject;
    });
    waiting.set(name, wait);
    const script = document.createElement("script");
    script.src = path;
    script.onload = () => script.remove();
    script.onerror = () => {
      waiting.delete(name);
      wait.reject(new Error(path));
    };
    document.head.append(script);
    return wait.promise;
  }

  const given = (kind) => data.get(`${kind}/all`);

  // A word of the report in the language chosen, with {0}, {1} … filled in.
  function t(name, ...parts) {
    const words = given("words");
    let text = words[language][name];
    if (text === undefined) text = name;
    parts.forEach((part, at) => {
      text = text.replaceAll(`{${at}}`, part);
    });
    return text;
  }

  const hasWord = (name) => given("words")[language][name] !== undefined;

  function setLanguage(chosen) {
    language = chosen;
    try {
      window.localStorage.setItem("hyokasho.language", chosen);
    } catch {
      // not kept, and no matter
    }
  }

  // Formatters are dear to make and cheap to use.
  const formatters = new Map();
  function formatter(kind, locale, options) {
    const name = `${kind} ${locale} ${JSON.stringify(options)}`;
    if (!formatters.has(name)) formatters.set(name, new Intl[kind](locale, options));
    return formatters.get(name);
  }

  const number = (value) => formatter("NumberFormat", language === "ja" ? "ja-JP" : "en-GB", {}).format(value);
  const percent = (part, all) => (all ? `${Math.round((part / all) * 1000) / 10}%` : "–");

  // An ISO date as people read it; what is not given stays away.
  function date(iso) {
    const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(iso || "");
    if (!parts) return iso || "";
    const when = new Date(Date.UTC(+parts[1], parts[2] ? parts[2] - 1 : 0, parts[3] ? +parts[3] : 1));
    const options = { timeZone: "UTC", year: "numeric" };
    if (parts[2]) options.month = language === "ja" ? "long" : "short";
    if (parts[3]) options.day = "numeric";
    return formatter("DateTimeFormat", language === "ja" ? "ja-JP-u-ca-gregory" : "en-GB", options).format(when);
  }

  function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? "" : value);
    }
    for (const child of children.flat(Infinity)) {
      if (child !== null && child !== undefined && child !== false) node.append(child);
    }
    return node;
  }

  const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

  // Only addresses inside the report are ever made.
  const link = (page, query) => {
    const search = new URLSearchParams(query || {}).toString();
    return `#/${page}${search ? `?${search}` : ""}`;
  };

  function say(text) {
    document.getElementById("said").textContent = text;
  }

  const formName = (kind) => {
    const form = given("index").forms[kind];
    return hasWord(`form.${kind}`) ? t(`form.${kind}`) : form ? form.title : kind;
  };

  return {
    receive, load, given, t, hasWord, setLanguage, number, percent, date, el, svg, link, say, formName, formatter,
    get language() { return language; },
  };
})();
