// What is different between two days.

import { address, h } from "./dom.js";

export function changes({ world, query, on, pinned, set }) {
  const to = on;
  const from = /^\d{4}-\d\d-\d\d$/.test(query.from ?? "") ? query.from : yearBefore(to);
  const [earlier, later] = from <= to ? [from, to] : [to, from];
  const groups = compare(world, earlier, later);
  const count = [...groups.values()].reduce((sum, list) => sum + list.length, 0);
  const start = h("input", { type: "date", name: "from", value: from, min: "2023-01-01", max: "2032-12-31", required: true });
  start.addEventListener("change", () => start.value && set({ from: start.value }));
  const end = h("input", { type: "date", name: "to", value: to, min: "2023-01-01", max: "2032-12-31", required: true });
  end.addEventListener("change", () => end.value && set({ on: end.value, from }));
  const title = `Changes from ${earlier} to ${later}`;
  return {
    title,
    body: [
      h("h1", null, title),
      h("form", { class: "row", onsubmit: (event) => event.preventDefault() }, h("label", null, "From", start), h("label", null, "To", end)),
      h("p", { role: "status" }, count ? `${count} changes of the facts` : "No fact of the catalog differs between these days."),
      [...groups].filter(([, list]) => list.length).map(([name, list]) => h("section", { class: "panel" },
        h("h2", null, `${name} (${list.length})`),
        h("ul", null, list.map(([model, text]) => h("li", null, h("a", { href: address("model", { id: model.id, on: pinned }) }, model.name), ` ${text}`))))),
    ].flat(),
  };
}

function yearBefore(day) {
  const moment = new Date(day);
  moment.setUTCFullYear(moment.getUTCFullYear() - 1);
  return moment.toISOString().slice(0, 10);
}

function compare(world, earlier, later) {
  const groups = new Map(["No longer callable", "New", "Became legacy", "Profiles gone", "Profiles new", "Source Regions gone", "Source Regions new", "Processed elsewhere"].map((name) => [name, []]));
  for (const model of world.models) {
    const [before, after] = [world.at(model, earlier), world.at(model, later)];
    const put = (name, text) => groups.get(name).push([model, text]);
    const [was, is] = [before.routes.length > 0, after.routes.length > 0];
    if (was && !is) put("No longer callable", `(${model.lifecycle.end_of_life && model.lifecycle.end_of_life <= later ? `end of life ${model.lifecycle.end_of_life}` : "no route left"})`);
    if (!was && is) put("New", `(${model.lifecycle.start_of_life ?? "start not known"}; ${Object.keys(world.reached(model, later)).join(", ")})`);
    if (before.status === "ACTIVE" && after.status === "LEGACY") put("Became legacy", `(${model.lifecycle.legacy ?? `seen ${model.lifecycle.legacy_seen}`}${model.lifecycle.end_of_life ? `, end of life ${model.lifecycle.end_of_life}` : ""})`);
    if (was && is) routes(before, after, put);
  }
  return groups;
}

function routes(before, after, put) {
  const [old, young] = [destinations(before), destinations(after)];
  for (const id of new Set([...old.keys(), ...young.keys()])) {
    const [one, other] = [old.get(id), young.get(id)];
    if (!other) put("Profiles gone", id);
    else if (!one) put("Profiles new", id);
    else {
      const gone = [...one.keys()].filter((source) => !other.has(source));
      const come = [...other.keys()].filter((source) => !one.has(source));
      const moved = [...one.keys()].filter((source) => other.has(source) && one.get(source) !== other.get(source));
      if (gone.length) put("Source Regions gone", `${id} from ${gone.join(", ")}`);
      if (come.length) put("Source Regions new", `${id} from ${come.join(", ")}`);
      if (moved.length) put("Processed elsewhere", `${id} from ${moved.join(", ")}`);
    }
  }
}

// Each ID with its source Regions, and where each of them leads.
function destinations(interval) {
  const found = new Map();
  for (const route of interval.routes) {
    const id = route.endpoint === "bedrock-mantle" ? `${route.id} on bedrock-mantle` : route.id;
    if (!found.has(id)) found.set(id, new Map());
    for (const source of route.sources) found.get(id).set(source, String(route.destinations));
  }
  return found;
}
