// All that is known of one model.

import { days, tokens } from "./data.js";
import { address, copy, facts, h, status, table } from "./dom.js";
import { bars } from "./timeline.js";

const COMPONENTS = {
  input: "Input", output: "Output", cache_read: "Cache read", cache_write_5m: "Cache write 5 min",
  cache_write_1h: "Cache write 1 h", batch_input: "Batch input", batch_output: "Batch output",
};

export async function model({ world, query, on, pinned }) {
  const known = world.byId.get(query.id);
  if (!known) {
    return {
      title: "No such model",
      body: [h("h1", null, "No such model"), h("p", null, `The catalog has no model “${query.id ?? ""}”. `,
        h("a", { href: address("matrix", { on: pinned }) }, "All models"))],
    };
  }
  const card = await world.card(known.id);
  const interval = world.at(known, on);
  const life = card.lifecycle;
  const left = life.end_of_life ? days(on, life.end_of_life) : null;
  return {
    title: card.name,
    body: [
      h("h1", null, card.name, " ", status(interval.status)),
      h("p", { class: "answer" }, h("code", null, card.id), copy(card.id, "the model ID")),
      facts([
        ["Provider", card.provider], ["Family", card.family], ["Also called", card.aliases.join(", ")],
        ["Context window", tokens(card.limits.context_window)], ["Longest output", tokens(card.limits.max_output)],
        ["Takes", card.modalities.input?.join(", ")], ["Gives", card.modalities.output?.join(", ")],
        ["Data-retention mode it needs at least", card.retention.map((one) => one.since ? `${one.mode} since ${one.since}` : one.mode).join(", ")],
        ["AWS recommends instead", card.successor],
      ]),
      h("h2", null, "Life on Amazon Bedrock"),
      bars([known], on),
      facts([
        ["Start", life.start_of_life], ["Legacy", life.legacy], ["Seen as legacy by", life.legacy ? null : life.legacy_seen],
        ["Public extended access", life.public_extended_access],
        ["End of life", life.end_of_life && `${life.end_of_life} (${left > 0 ? `in ${left} days` : `${-left} days ago`})`],
        ["End of life no sooner than", life.end_of_life ? null : life.end_of_life_not_before],
        ["In the provider's own calendar", own(card.provider_lifecycle)],
      ]),
      h("h2", null, "Routes on ", on),
      routes(world, known, interval, pinned),
      h("h2", null, "Prices"),
      prices(card),
      h("h2", null, "Can do"),
      h("ul", { class: "chips" }, card.capabilities.map((one) => capability(one, on))),
      h("h2", null, "Evidence"),
      h("ul", null, card.evidence.map((one) => h("li", null,
        one.url ? h("a", { href: one.url, rel: "noreferrer" }, one.source) : one.source,
        ` as of ${one.as_of}: ${one.covers.join(", ")}`, one.note ? `; ${one.note}` : ""))),
    ],
  };
}

function own(dates) {
  const said = Object.entries(dates).filter(([, value]) => value).map(([name, value]) => `${name.replaceAll("_", " ")} ${value}`);
  return said.join(", ");
}

function routes(world, known, interval, pinned) {
  if (!Object.keys(interval.geographies).length) return h("p", null, "None: it cannot be called on this day.");
  const rows = interval.routes.map((route) => h("tr", null,
    h("th", { scope: "row" }, h("code", null, route.id), route.endpoint === "bedrock-mantle" ? " on bedrock-mantle" : ""),
    h("td", { class: "regions" }, route.sources.map((source) => h("a", { href: address("flow", { id: known.id, from: source, on: pinned }) }, source))),
    h("td", null, route.destinations === "commercial" ? "every commercial Region"
      : route.destinations === "source" ? "the same Region" : route.destinations.join(", "))));
  rows.push(...Object.entries(interval.geographies).filter(([, endpoints]) => endpoints["bedrock-runtime"] === null).map(([prefix]) => h("tr", null,
    h("th", { scope: "row" }, h("code", null, `${prefix}.${known.id}`)),
    h("td", null, "confirmed by AWS, from which Regions is not known"), h("td", null, "not known"))));
  return table("Routes", ["ID", "Called from", "Processed in"], rows, { plain: true, class: "routes" });
}

function disputed(price) {
  if (!price.disputed) return "";
  const { taken, other, usd_per_mtok: theirs } = price.disputed;
  return Object.entries(theirs).map(([one, usd]) => `${one.replaceAll("_", " ")}: ${price.usd_per_mtok[one]} (${taken}), ${usd} (${other})`).join("; ");
}

function prices(card) {
  if (!card.prices.length) return h("p", null, "The catalog does not know them.");
  const scopes = card.prices.map((price) => (price.geography && price.scope === "in-region" ? `in-region ${price.geography}` : price.geography ?? price.scope));
  const used = Object.keys(COMPONENTS).filter((one) => card.prices.some((price) => one in price.usd_per_mtok));
  const rows = used.map((one) => h("tr", null, h("th", { scope: "row" }, COMPONENTS[one]),
    card.prices.map((price) => h("td", { class: "number" }, price.usd_per_mtok[one] ?? "not known"))));
  rows.push(h("tr", null, h("th", { scope: "row" }, "Factor on the base price"),
    card.prices.map((price) => h("td", { class: "number" }, price.premium ?? "listed by itself"))));
  if (card.prices.some((price) => price.disputed)) {
    rows.push(h("tr", null, h("th", { scope: "row" }, "Disputed"), card.prices.map((price) => h("td", null, disputed(price)))));
  }
  return table("USD per million tokens", ["Component", ...scopes], rows);
}

function capability(one, on) {
  const holds = (one.since === null || one.since <= on) && (one.until === null || on < one.until);
  const span = [one.since && `from ${one.since}`, one.until && `until ${one.until}`].filter(Boolean).join(" ");
  const duty = one.obligations.map((duty_) => `${duty_.kind} ${duty_.value ?? ""}${duty_.api ? ` over ${duty_.api}` : ""}`).join(", ");
  return h("li", { class: holds ? null : "past" }, one.capability, span ? ` ${span}` : "", duty ? `; obliges ${duty}` : "", holds ? "" : " (not on this day)");
}
