// The lives of models as bars: from the start, legacy, to the end, with the line of the day.

import { address, h, select, svg, table } from "./dom.js";

const ROW = 24;
const HEAD = 26;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function timeline({ world, query, on, pinned, set }) {
  const provider = query.provider ?? "anthropic"; // `all` for every provider
  const chosen = world.models
    .filter((model) => provider === "all" || model.provider === provider)
    .filter((model) => query.past || world.at(model, on).status !== "EOL")
    .filter((model) => model.lifecycle.start_of_life);
  chosen.sort((one, other) => one.lifecycle.start_of_life.localeCompare(other.lifecycle.start_of_life) || one.id.localeCompare(other.id));
  const title = "Lifecycle on Amazon Bedrock";
  const rows = chosen.map((model) => h("tr", null,
    h("th", { scope: "row" }, h("a", { href: address("model", { id: model.id, on: pinned }) }, model.name)),
    ["start_of_life", "legacy", "end_of_life"].map((name) => h("td", null,
      model.lifecycle[name] ?? (name === "legacy" ? model.lifecycle.legacy_seen && `seen ${model.lifecycle.legacy_seen}` : null)
      ?? (name === "end_of_life" && model.lifecycle.end_of_life_not_before ? `not before ${model.lifecycle.end_of_life_not_before}` : "not known")))));
  return {
    title,
    body: [
      h("h1", null, title),
      h("form", { class: "row", onsubmit: (event) => event.preventDefault() },
        select("Provider", "provider", [["all", "all"], ...world.providers.map((one) => [one, one])], provider, (value) => set({ provider: value })),
        h("label", { class: "check" }, h("input", { type: "checkbox", name: "past", checked: Boolean(query.past), onchange: (event) => set({ past: event.target.checked ? "1" : "" }) }), "with those that have ended")),
      h("p", { class: "legend", "aria-hidden": "true" },
        [["active", "active"], ["legacy", "legacy"], ["open", "beyond what AWS has promised"]].map(([kind, text]) =>
          h("span", null, h("span", { class: `swatch ${kind}` }), ` ${text}`))),
      chosen.length ? bars(chosen, on, { pinned, labels: true }) : h("p", null, "No model fits."),
      h("details", null, h("summary", null, "The same as a table"),
        table(title, ["Model", "Start", "Legacy", "End of life"], rows, { plain: true })),
    ],
  };
}

const time = (date) => Date.parse(date);

// The bars of some models as one picture, as wide as the page.
export function bars(models, on, { pinned, labels = false } = {}) {
  const width = Math.max(280, Math.min(document.getElementById("main").clientWidth - 8 || 900, 1200));
  const label = !labels ? 0 : Math.min(210, Math.round(width * 0.36));
  const known = models.flatMap((model) => Object.values(pick(model))).filter(Boolean).concat(on).map(time);
  const first = Math.min(...known) - 20 * 86_400_000;
  const last = Math.max(...known) + 120 * 86_400_000;
  const x = (moment) => label + ((Math.min(Math.max(moment, first), last) - first) / (last - first)) * (width - label - 6);
  const height = HEAD + models.length * ROW + 6;
  const drawn = [...axis(first, last, x, height, width - label), ...models.flatMap((model, index) => bar(model, HEAD + index * ROW, { x, first, last, label, pinned, now: time(on) }))];
  const today = x(time(on));
  drawn.push(svg("line", { class: "day", x1: today, x2: today, y1: HEAD - 6, y2: height }),
    svg("text", { class: "dayname", x: Math.min(Math.max(today, label + 32), width - 34), y: 10, "text-anchor": "middle" }, on));
  const said = models.length === 1 ? describe(models[0]) : `${models.length} models from start to end of life, with a line at ${on}`;
  return svg("svg", { class: "bars", role: labels ? "group" : "img", "aria-label": said, width, height, viewBox: `0 0 ${width} ${height}` }, drawn);
}

function pick(model) {
  const life = model.lifecycle;
  return { start: life.start_of_life, legacy: life.legacy ?? life.legacy_seen, end: life.end_of_life, bound: life.end_of_life ? null : life.end_of_life_not_before };
}

function describe(model) {
  const { start, legacy, end, bound } = pick(model);
  return [model.name, start && `starts ${start}`, legacy && `legacy ${legacy}`, end && `ends ${end}`, bound && `ends no sooner than ${bound}`].filter(Boolean).join(", ");
}

function axis(first, last, x, height, room) {
  const drawn = [];
  const step = room / ((last - first) / 31_557_600_000) > 260 ? 3 : room / ((last - first) / 31_557_600_000) > 90 ? 6 : 12;
  for (let moment = new Date(new Date(first).getUTCFullYear(), 0, 1); moment.getTime() < last; moment.setMonth(moment.getMonth() + step)) {
    if (moment.getTime() < first) continue;
    const at = x(moment.getTime());
    drawn.push(svg("line", { class: "grid", x1: at, x2: at, y1: HEAD - 4, y2: height }));
    if (moment.getMonth() === 0 || step < 6) {
      drawn.push(svg("text", { class: "tick", x: at + 3, y: HEAD - 2 }, moment.getMonth() === 0 ? moment.getFullYear() : MONTHS[moment.getMonth()]));
    }
  }
  return drawn;
}

function bar(model, y, { x, first, last, label, pinned, now }) {
  const { start, legacy, end, bound } = pick(model);
  const from = start ? time(start) : first;
  const to = end ? time(end) : Math.max(bound ? time(bound) : from, Math.min(now, last), from);
  const drawn = [];
  const piece = (kind, one, other) => other > one && drawn.push(svg("rect", { class: kind, x: x(one), y: y + 6, width: Math.max(1, x(other) - x(one)), height: ROW - 10, rx: 2 }));
  piece("active", from, legacy ? Math.min(time(legacy), to) : to);
  if (legacy) piece("legacy", time(legacy), to);
  if (!end) piece("open", to, last);
  if (end) drawn.push(svg("line", { class: "end", x1: x(to), x2: x(to), y1: y + 3, y2: y + ROW - 1 }));
  const group = svg("g", null, svg("title", null, describe(model)), drawn);
  if (!label) return [group];
  const short = model.name.length * 6.6 > label ? `${model.name.slice(0, Math.floor(label / 6.6) - 1)}…` : model.name;
  return [group, svg("a", { href: address("model", { id: model.id, on: pinned }), "aria-label": describe(model) },
    svg("text", { class: "name", x: 0, y: y + ROW - 7 }, short))];
}
