// Charts: rows of bars, stacked bars, columns over time. Drawn as SVG with classes for colours;
// every figure stands in text beside or below it.
"use strict";

hyokasho.charts = (() => {
  const { el, svg, t, number, percent } = hyokasho;
  const NARROW = "(max-width: 48rem)"; // as in report.css

  // A bar of stacked parts over the whole width: [{count, fill, name}].
  function stacked(parts, all, label) {
    const bar = svg("svg", { class: "stack", width: "100%", height: "14", role: "img", "aria-label": label });
    let from = 0;
    for (const part of parts) {
      if (!part.count || !all) continue;
      const width = (part.count / all) * 100;
      const rect = svg("rect", { x: `${from}%`, y: "0", width: `${width}%`, height: "14", class: part.fill });
      rect.append(svg("title", {}, `${part.name} ${number(part.count)} (${percent(part.count, all)})`));
      bar.append(rect);
      from += width;
    }
    return bar;
  }

  function legend(parts) {
    const swatch = (part) => svg("svg", { class: "swatch", width: "12", height: "12", "aria-hidden": "true" },
      svg("rect", { width: "12", height: "12", rx: "2", class: part.fill }));
    return el("ul", { class: "legend" }, parts.map((part) => el("li", {}, swatch(part), part.name)));
  }

  // Rows with a name, a bar and a count: [{name, count, href, note}].
  function bars(rows, shown) {
    const most = Math.max(1, ...rows.map((row) => row.count));
    const row = (one) => el("li", {},
      el("span", { class: "bar-name" }, one.href ? el("a", { href: one.href }, one.name) : one.name),
      svg("svg", { class: "bar-line", width: "100%", height: "8", "aria-hidden": "true" },
        svg("rect", { width: `${(one.count / most) * 100}%`, height: "8", rx: "2", class: "f-main" })),
      el("span", { class: "bar-count" }, number(one.count)));
    const first = rows.slice(0, shown || rows.length);
    const rest = rows.slice(first.length);
    return [
      el("ul", { class: "bars" }, first.map(row)),
      rest.length > 0 && el("details", { class: "more" },
        el("summary", {}, t("more", number(rest.length))),
        el("ul", { class: "bars" }, rest.map(row))),
    ];
  }

  // Columns over time: bins [{name, parts: {kind: count}}], kinds [{kind, fill, name}].
  function columns(bins, kinds, label) {
    const isNarrow = window.matchMedia(NARROW).matches;
    const height = 180, gap = 3, wide = isNarrow ? 340 : 760;
    const total = (bin) => kinds.reduce((sum, one) => sum + (bin.parts[one.kind] || 0), 0);
    const most = Math.max(1, ...bins.map(total));
    const step = niceStep(most);
    const top = Math.ceil(most / step) * step;
    const left = 44, base = height + 10, width = (wide - left) / bins.length;
    const chart = svg("svg", { class: "columns", viewBox: `0 0 ${wide} ${height + 40}`, role: "img", "aria-label": label });
    for (let at = 0; at <= top; at += step) {
      const y = base - (at / top) * height;
      chart.append(svg("line", { x1: left, x2: wide, y1: y, y2: y, class: "grid" }),
        svg("text", { x: left - 8, y: y + 4, "text-anchor": "end", class: "axis" }, number(at)));
    }
    const every = Math.ceil(bins.length / (isNarrow ? 6 : 14));
    bins.forEach((bin, at) => {
      let y = base;
      const x = left + at * width;
      const column = svg("g", {});
      column.append(svg("title", {}, `${bin.name}: ${number(total(bin))}`));
      for (const one of kinds) {
        const size = ((bin.parts[one.kind] || 0) / top) * height;
        if (!size) continue;
        y -= size;
        column.append(svg("rect", { x: x + gap / 2, y, width: Math.max(1, Math.min(width - gap, 48)), height: size, class: one.fill }));
      }
      chart.append(column);
      if (at % every === 0) {
        const middle = x + gap / 2 + Math.min(width - gap, 48) / 2;
        chart.append(svg("text", { x: middle, y: base + 18, "text-anchor": "middle", class: "axis" }, bin.name));
      }
    });
    return chart;
  }

  function niceStep(most) {
    const rough = most / 4;
    const ten = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
    return Math.max(1, [1, 2, 5, 10].map((n) => n * ten).find((n) => n >= rough));
  }

  return { stacked, legend, bars, columns };
})();
