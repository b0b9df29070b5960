// Models against geographies on a day.

import { address, h, select, status, table } from "./dom.js";

// How a cell is drawn and read aloud, by its class.
const CELLS = {
  yes: ["●", "yes"],
  both: ["◉", "yes, on bedrock-mantle too"],
  mantle: ["◒", "on bedrock-mantle alone"],
  listed: ["○", "confirmed by AWS, from which Regions is not known"],
  no: ["·", "no"],
};

function kind(endpoints) {
  const mantle = "bedrock-mantle" in endpoints;
  if (!("bedrock-runtime" in endpoints)) return mantle ? "mantle" : "no";
  if (endpoints["bedrock-runtime"] === null) return "listed";
  return mantle ? "both" : "yes";
}

export function matrix({ world, query, on, pinned, set }) {
  const columns = [...Object.keys(world.geographies), "in-region"];
  const usable = world.models.filter((model) => Object.keys(world.reached(model, on)).length > 0);
  const chosen = usable
    .filter((model) => !query.provider || model.provider === query.provider)
    .filter((model) => !query.geography || query.geography in world.reached(model, on))
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
      columns.map((column) => {
        const cell = kind(here[column] ?? {});
        const [mark, said] = CELLS[cell];
        return h("td", { class: cell }, h("span", { "aria-hidden": "true" }, mark), h("span", { class: "hidden" }, said));
      }));
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
        h("i", null, "in-region"), " that the plain model ID may, on bedrock-runtime. A prefix is no promise of residency: that depends on the Region that is called. ",
        h("a", { href: address("flow", { on: pinned }) }, "Where data goes"), " shows it."),
      h("p", { class: "legend", "aria-hidden": "true" }, ["both", "mantle", "listed"].map((cell) =>
        h("span", null, h("span", { class: cell }, CELLS[cell][0]), ` ${CELLS[cell][1]}`))),
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
