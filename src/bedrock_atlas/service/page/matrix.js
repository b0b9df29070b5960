// Models against geographies on a day.

import { address, h, select, status, table } from "./dom.js";

export function matrix({ world, query, on, pinned, set }) {
  const columns = [...Object.keys(world.geographies), "in-region"];
  const usable = world.models.filter((model) => world.reached(model, on).size > 0);
  const chosen = usable
    .filter((model) => !query.provider || model.provider === query.provider)
    .filter((model) => !query.geography || world.reached(model, on).has(query.geography))
    .filter((model) => !query.q || world.matches(model, query.q));
  chosen.sort((one, other) => one.provider.localeCompare(other.provider) || one.name.localeCompare(other.name, "en", { numeric: true }));
  const rows = chosen.map((model) => {
    const here = world.reached(model, on);
    const interval = world.at(model, on);
    return h("tr", null,
      h("th", { scope: "row" },
        h("a", { href: address("model", { id: model.id, on: pinned }) }, model.name),
        interval.status === "LEGACY" ? [" ", status("LEGACY")] : null,
        h("span", { class: "id" }, model.id)),
      columns.map((column) => h("td", { class: here.has(column) ? "yes" : "no" },
        h("span", { "aria-hidden": "true" }, here.has(column) ? "●" : "·"),
        h("span", { class: "hidden" }, here.has(column) ? "yes" : "no"))));
  });
  const search = h("input", { type: "search", name: "q", value: query.q ?? "", placeholder: "sonnet, 4.5, qwen …", autocomplete: "off" });
  search.addEventListener("input", () => set({ q: search.value }, { replace: true }));
  const pick = (name) => (value) => set({ [name]: value });
  const title = `Models and geographies on ${on}`;
  return {
    title,
    body: [
      h("h1", null, title),
      h("p", null, "A dot says that the inference profile exists and may be called on this day, under the column ",
        h("i", null, "in-region"), " that the plain model ID may. A prefix is no promise of residency: that depends on the Region that is called. ",
        h("a", { href: address("flow", { on: pinned }) }, "Where data goes"), " shows it."),
      h("form", { class: "row", onsubmit: (event) => event.preventDefault() },
        h("label", null, "Find a model", search),
        select("Provider", "provider", [["", "all"], ...world.providers.map((one) => [one, one])], query.provider ?? "", pick("provider")),
        select("Has", "geography", [["", "any route"], ...columns.map((one) => [one, one])], query.geography ?? "", pick("geography"))),
      h("p", { role: "status" }, `${chosen.length} of ${usable.length} models`),
      chosen.length ? table(title, ["Model", ...columns], rows, { class: "matrix", plain: true })
        : h("p", null, "No model fits. Take back a word or a choice."),
    ],
  };
}
