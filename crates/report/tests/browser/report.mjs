// Opens a report from disk in headless Chromium and holds it to what it promises.
//
//   node report.mjs REPORT [--shots DIR] [--open MS] [--search MS]
//
// REPORT is a report's folder (`hyokasho report OUT` writes OUT/report). Checked: no console errors,
// no request but for the report's own files, search, filters and order, the keyboard, both languages,
// no sideways scroll at phone width, contrast of the text, and the times of opening and searching.
// Ends 1 when something fails. Chromium: $CHROMIUM, else /usr/bin/chromium.
import { chromium } from "playwright-core";
import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : otherwise);
const LIMITS = { open: Number(option("--open", 2000)), search: Number(option("--search", 100)) };
const shots = option("--shots", null);
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };

const failures = [];
const figures = {};
function check(name, holds, detail = "") {
  console.log(`${holds ? "ok  " : "FAIL"} ${name}${detail === "" ? "" : ` (${detail})`}`);
  if (!holds) failures.push(name);
}

const index = pathToFileURL(path.resolve(folder, "index.html")).href;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
if (shots) await mkdir(shots, { recursive: true });

async function open(options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, locale: "ja-JP", timezoneId: "Asia/Tokyo", ...options });
  const page = await context.newPage();
  page.on("console", (message) => { if (message.type() === "error" || message.type() === "warning") check("no console errors", false, message.text()); });
  page.on("pageerror", (error) => check("no uncaught errors", false, error.message));
  page.on("request", (request) => { if (!/^(file|data):/.test(request.url())) check("no network", false, request.url()); });
  page.on("dialog", (dialog) => { check("no text of a document runs", false, dialog.message()); dialog.dismiss(); });
  return page;
}

const ready = (page, name) => page.waitForFunction((wanted) => document.documentElement.dataset.ready === wanted, name);
async function visit(page, hash, name) {
  await page.evaluate(() => { delete document.documentElement.dataset.ready; });
  await page.evaluate((to) => { window.location.hash = to; }, hash);
  await ready(page, name);
}
const shot = async (page, name) => {
  if (!shots) return;
  await page.evaluate(() => window.scrollTo(0, 0)); // the head sticks to where the page stands
  await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
};
const rows = (page) => page.locator(".documents tbody tr").count();
const count = async (page) => Number((await page.locator("#count").textContent()).match(/[\d,]+/g).map((text) => text.replaceAll(",", "")).sort((a, b) => a - b)[0]);

// Milliseconds from navigation to the first painted overview.
async function timeToOpen() {
  const page = await open();
  const from = performance.now();
  await page.goto(index);
  await ready(page, "overview");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const took = performance.now() - from;
  await page.context().close();
  return took;
}

// Milliseconds from a letter typed to the answer in the page, the slowest of several.
async function timeToSearch(page, words) {
  return page.evaluate(async (typed) => {
    const field = document.getElementById("search");
    const times = [];
    for (const word of typed) {
      for (let end = 1; end <= word.length; end += 1) {
        const before = document.querySelector(".result").firstChild;
        const from = performance.now();
        field.value = word.slice(0, end);
        field.dispatchEvent(new Event("input", { bubbles: true }));
        while (document.querySelector(".result").firstChild === before) await Promise.resolve();
        document.body.getBoundingClientRect(); // layout is part of the answer
        times.push(performance.now() - from);
      }
    }
    return { worst: Math.max(...times), median: times.sort((a, b) => a - b)[times.length >> 1] };
  }, words);
}

async function sideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

// Texts whose contrast with what they stand on is below WCAG AA.
async function faint(page) {
  return page.evaluate(() => {
    const parse = (text) => (text.match(/[\d.]+/g) || []).map(Number);
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (text) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
    const ground = (node) => {
      for (let at = node; at; at = at.parentElement) {
        const color = rgba(getComputedStyle(at).backgroundColor);
        if (color[3] > 200) return color;
      }
      return [255, 255, 255, 255];
    };
    const found = new Set();
    for (const node of document.querySelectorAll("body *")) {
      if (node.closest("svg, .unseen, [hidden], [disabled], .skip") || !node.checkVisibility()) continue;
      if (![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())) continue;
      const style = getComputedStyle(node);
      const pair = [light(rgba(style.color)), light(ground(node))].sort((a, b) => b - a);
      const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
      const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && +style.fontWeight >= 700);
      if (ratio < (large ? 3 : 4.5)) found.add(`${node.tagName}.${node.className} ${ratio.toFixed(2)}`);
    }
    return [...found].slice(0, 8);
  });
}

// What paper has no use for must not print, and what it has must not run over its edge.
async function prints(page, name) {
  await page.emulateMedia({ media: "print" });
  const shown = await page.evaluate(() => [".top", ".controls", ".contents", ".segments", ".pager", ".back", ".foot", ".skip"]
    .filter((kind) => [...document.querySelectorAll(kind)].some((node) => node.checkVisibility())));
  check(`${name}: print shows no controls`, shown.length === 0, shown.join(" "));
  const pale = await faint(page);
  check(`${name}: print contrast`, pale.length === 0, pale.join("; "));
  const over = await sideways(page);
  check(`${name}: print keeps to its width`, over <= 0, over);
  await page.emulateMedia({ media: null });
}

// Controls without a name, ids used twice, headings that skip a level.
async function structure(page) {
  return page.evaluate(() => {
    const found = [];
    for (const node of document.querySelectorAll("button, a[href], input, select, summary")) {
      const named = node.textContent.trim() || node.getAttribute("aria-label") || node.labels?.length;
      if (!named) found.push(`no name: ${node.outerHTML.slice(0, 80)}`);
    }
    const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
    for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) found.push(`twice: ${id}`);
    let level = 0;
    for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
      const own = Number(heading.tagName[1]);
      if (own > level + 1) found.push(`h${level} to h${own}: ${heading.textContent.slice(0, 30)}`);
      level = own;
    }
    if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
    return found.slice(0, 8);
  });
}

async function look(page, name) {
  const over = await sideways(page);
  check(`${name}: no sideways scroll`, over <= 0, over);
  const pale = await faint(page);
  check(`${name}: contrast`, pale.length === 0, pale.join("; "));
  const cut = await page.evaluate(() => [...document.querySelectorAll("button, .segment, .badge")]
    .filter((node) => node.checkVisibility() && node.scrollWidth > node.clientWidth + 1).map((node) => node.textContent).slice(0, 8));
  check(`${name}: no label cut off`, cut.length === 0, cut.join("; "));
  const odd = await structure(page);
  check(`${name}: structure`, odd.length === 0, odd.join("; "));
  await shot(page, name);
}

async function tableWorks(page) {
  await visit(page, "#/documents", "documents");
  const all = await count(page);
  figures.documents = all;
  const agency = await page.locator(".documents tbody tr td").first().textContent();
  await page.locator("#search").fill(agency);
  const hits = await count(page);
  check("search finds an agency", hits >= 1 && (await rows(page)) >= 1, hits);
  await page.locator("#search").fill("zzz-no-such-thing");
  check("search finds nothing where there is nothing", (await rows(page)) === 0);
  await page.locator("#search").fill("");
  check("an empty search shows all", (await count(page)) === all);
  const forms = await page.locator("#f-form option").evaluateAll((options) => options.map((one) => one.value).filter(Boolean));
  let sum = 0;
  for (const form of forms) {
    await page.locator("#f-form").selectOption(form);
    sum += await count(page);
  }
  check("the forms' filters part the collection", sum === all, `${sum} of ${all}`);
  await page.locator("#f-form").selectOption("");
  await page.locator("#sort-changes").focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("th[aria-sort=descending] #sort-changes");
  const figures_ = await page.locator(".documents tbody tr td:last-child").allTextContents();
  const numbers = figures_.map((text) => Number(text.replaceAll(",", "")));
  check("order by a figure, greatest first", numbers.every((n, at) => !at || numbers[at - 1] >= n));
  check("the sorted header keeps the focus", (await page.evaluate(() => document.activeElement.id)) === "sort-changes");
  if (all > 25) {
    await page.locator(".pager button").last().click();
    await page.waitForURL(/page=2/);
    check("the second page", (await rows(page)) > 0);
  }
}

// The last item's place, opened: its value marked in the lines, or outlined on the page and within it.
async function sourceShows(page, name) {
  const knob = page.locator(".item.i-filled .place-button").last();
  if (!(await knob.count())) return;
  await knob.click();
  const panel = page.locator(`#${await knob.getAttribute("aria-controls")}`);
  await panel.locator("mark.cell, rect.box, .quiet").first().waitFor();
  const shown = await panel.evaluate((own) => ({
    marks: [...own.querySelectorAll("mark.cell")].map((mark) => mark.textContent.trim()),
    boxes: [...own.querySelectorAll("rect.box")].map((box) => {
      const paper = box.ownerSVGElement.querySelector(".paper").getBoundingClientRect(), at = box.getBoundingClientRect();
      return at.width > 0 && at.height > 0 && at.left >= paper.left - 2 && at.right <= paper.right + 2 && at.top >= paper.top - 2 && at.bottom <= paper.bottom + 2;
    }),
    print: own.querySelectorAll("text.print").length,
  }));
  const isPage = shown.boxes.length > 0;
  check(`${name}: the source shows the value`, isPage ? shown.boxes.every(Boolean) && shown.print > 0 : shown.marks.some(Boolean),
    isPage ? `${shown.boxes.length} boxes, ${shown.print} texts` : `${shown.marks.length} cells`);
}

async function documentWorks(page, name) {
  const places = page.locator(".place-button");
  if (await places.count()) {
    await places.first().focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector(".place:not([hidden])");
    check(`${name}: a place opens by keyboard`, (await places.first().getAttribute("aria-expanded")) === "true");
    await sourceShows(page, name);
  }
  if (await page.locator(".timeline").count()) {
    const edits = await page.locator(".timeline .edit").count();
    const marked = await page.locator(".timeline .edit:has(ins, del)").count();
    check(`${name}: every edit is marked`, edits === marked, `${marked} of ${edits}`);
  }
  const filled = await page.locator(".item").count();
  await page.locator("#in-status").selectOption("blank");
  const blank = await page.locator(".item:not([hidden])").count();
  check(`${name}: status filter`, blank < filled, `${blank} of ${filled}`);
  await page.locator("#in-status").selectOption("");
}

try {
  const times = [];
  for (let turn = 0; turn < 5; turn += 1) times.push(await timeToOpen());
  figures.open = times.map(Math.round);
  times.sort((a, b) => a - b);
  check(`opens in under ${LIMITS.open} ms`, times[2] < LIMITS.open, `median ${Math.round(times[2])} ms`);

  const page = await open();
  await page.goto(index);
  await ready(page, "overview");
  await page.keyboard.press("Tab");
  check("the first stop is the skip link", await page.evaluate(() => document.activeElement.className === "skip"));
  await page.keyboard.press("Enter");
  check("the skip link leads to the contents", await page.evaluate(() => document.activeElement.id === "main"));
  await look(page, "desktop-overview");
  await prints(page, "overview");
  await tableWorks(page);
  await visit(page, "#/documents?sort=title", "documents");
  await look(page, "desktop-documents");
  await prints(page, "documents");
  const words = await page.evaluate(() => hyokasho.given("index").documents.slice(0, 40).map((one) => one.title.slice(0, 6)).filter(Boolean).slice(0, 8));
  figures.search = await timeToSearch(page, [...words, "zz"]);
  check(`search answers in under ${LIMITS.search} ms`, figures.search.worst < LIMITS.search, `worst ${figures.search.worst.toFixed(1)} ms`);

  const documents = await page.evaluate(() => hyokasho.given("index").documents.map((one) => ({ id: one.id, form: one.form, format: one.format, size: one.filled + one.changes, unclear: one.unclear })));
  const largest = (fits) => documents.filter(fits).sort((a, b) => b.size - a.size)[0];
  const chosen = { pdf: largest((one) => one.format === "pdf"), full: largest((one) => one.form === "full" && one.format === "text"), unclear: largest((one) => one.unclear > 0) };
  const visited = new Set([undefined]);
  for (const [name, one] of Object.entries(chosen)) {
    if (visited.has(one?.id)) continue;
    visited.add(one.id);
    const from = performance.now();
    await visit(page, `#/document/${one.id}`, "document");
    figures[`document ${name}`] = Math.round(performance.now() - from);
    await documentWorks(page, name);
    await look(page, `desktop-document-${name}`);
    await prints(page, `document ${name}`);
  }

  await page.locator("[data-lang=en]").click();
  await page.waitForFunction(() => document.documentElement.lang === "en");
  await visit(page, "#/", "overview");
  check("English words", (await page.locator("h1").textContent()) === "Overview");
  await look(page, "desktop-overview-en");
  const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/;
  const controls = await page.locator(".tiles dt, .panel > h2, nav a[data-page]").allTextContents();
  check("no Japanese among the English words", controls.every((text) => !japanese.test(text)), controls.filter((text) => japanese.test(text)).join("; "));

  const phone = await open({ viewport: PHONE, deviceScaleFactor: 2, hasTouch: true });
  await phone.goto(index);
  await ready(phone, "overview");
  await look(phone, "phone-overview");
  await visit(phone, "#/documents", "documents");
  await look(phone, "phone-documents");
  if (chosen.full) {
    await visit(phone, `#/document/${chosen.full.id}`, "document");
    await look(phone, "phone-document");
  }

  const dark = await open({ colorScheme: "dark" });
  await dark.goto(index);
  await ready(dark, "overview");
  await look(dark, "dark-overview");
  if (chosen.full) {
    await visit(dark, `#/document/${chosen.full.id}`, "document");
    await look(dark, "dark-document");
    await prints(dark, "dark document");
    if (shots) await dark.pdf({ path: path.join(shots, "print.pdf"), format: "A4" });
  }
  figures.files = (await readdir(path.join(folder, "documents"))).length;
} finally {
  await browser.close();
}
console.log(JSON.stringify(figures));
console.log(failures.length ? `${failures.length} failed` : "all good");
process.exitCode = failures.length ? 1 : 0;
