// Where a request may be processed, from the Region that is called.

import { country } from "./data.js";
import { address, copy, h, select, status } from "./dom.js";

export function flow({ world, query, on, pinned, set }) {
  const living = world.models.filter((model) => world.at(model, on).routes.length);
  living.sort((one, other) => one.provider.localeCompare(other.provider) || one.name.localeCompare(other.name, "en", { numeric: true }));
  const model = world.byId.get(query.id) ?? living.find((one) => one.provider === "anthropic") ?? living[0];
  const interval = model && world.at(model, on);
  const sources = interval ? [...new Set(interval.routes.flatMap((route) => route.sources))].sort() : [];
  const from = query.from || (sources.includes("eu-central-1") ? "eu-central-1" : sources[0] ?? "");
  const here = interval ? interval.routes.filter((route) => route.sources.includes(from)) : [];
  const options = living.map((one) => [one.id, `${one.name} (${one.provider})`]);
  if (model && !living.includes(model)) options.unshift([model.id, `${model.name} (${model.provider})`]);
  const places = sources.map((code) => [code, `${code} · ${world.regions[code].name}`]);
  if (from && !sources.includes(from)) places.unshift([from, from]);
  const title = "Where data goes";
  return {
    title,
    body: [
      h("h1", null, title),
      h("p", null, "Call a model in one Region, and the ID decides where the request may be processed."),
      h("form", { class: "row", onsubmit: (event) => event.preventDefault() },
        select("Model", "id", options, model?.id, (id) => set({ id, from })),
        select("Called from", "from", places, from, (value) => set({ id: model.id, from: value }))),
      h("p", { role: "status" }, model
        ? [`${model.name} from ${from} on ${on}: `, here.length ? `${here.length} ${here.length === 1 ? "route" : "routes"}` : "no route", " ", status(interval.status)]
        : `The catalog has no model that can be called on ${on}.`),
      here.map((route) => panel(world, route, from)),
      model ? h("p", null, h("a", { href: address("model", { id: model.id, on: pinned }) }, `All of ${model.name}`)) : null,
    ].flat(),
  };
}

function panel(world, route, from) {
  const reached = world.destinations(route, from);
  const byCountry = new Map();
  for (const code of reached) {
    const where = world.regions[code].country;
    byCountry.set(where, [...(byCountry.get(where) ?? []), code]);
  }
  const within = Object.entries(world.residencies)
    .filter(([, one]) => [...byCountry.keys()].every((code) => one.countries.includes(code)))
    .map(([name]) => name);
  const countries = [...byCountry].sort(([one], [other]) => country(one).localeCompare(country(other)));
  return h("section", { class: "panel", "aria-label": route.id },
    h("h2", { class: "answer" }, h("code", null, route.id), copy(route.id, "the ID")),
    h("p", null, `${route.scope === "in-region" ? "in-Region" : route.scope} on ${route.endpoint}; `,
      reached.length === 1 ? "one Region" : `${reached.length} Regions in ${byCountry.size} ${byCountry.size === 1 ? "country" : "countries"}`,
      "; within the residency ", within.length ? within.map((name) => h("b", { class: "within" }, name)) : h("b", { class: "none" }, "none")),
    h("ul", { class: "countries" }, countries.map(([code, regions]) => h("li", { class: regions.includes(from) ? "home" : null },
      h("b", null, country(code)), h("span", null, regions.sort().join(", "))))));
}
