// The playground: a question, the service's answer, and the verdict on every route.

import { country } from "./data.js";
import { address, copy, facts, h, select, status, table } from "./dom.js";

const EXAMPLES = ["Sonnet 4.5, EU residency", "Fable 5, EU residency", "Sonnet 4.6, UK residency", "Haiku 4.5, Australia only, from ap-southeast-6"];

export function ask(view) {
  return view.world.isStatic ? written(view) : live(view);
}

async function live(view) {
  const { world, query, on, pinned, set } = view;
  const text = query.q ?? EXAMPLES[0];
  const known = await world.policies(query.policies);
  const attributes = chosen(known.attributes, query);
  const policies = query.policies ? query.policies.split(",") : [];
  const answer = await world.decide({
    ask: text, ...(pinned ? { on } : {}), ...(policies.length ? { policies } : {}),
    ...(Object.keys(attributes).length ? { attributes } : {}),
  });
  const field = h("input", { name: "q", value: text, required: true, maxlength: 1000, autocomplete: "off", spellcheck: "false", "aria-describedby": "examples" });
  return {
    title: "Ask",
    body: [
      h("h1", null, "Ask"),
      h("form", { class: "row ask", onsubmit: (event) => { event.preventDefault(); set({ q: field.value }); } },
        h("label", { class: "wide" }, "Question", field), h("button", { type: "submit" }, "Ask")),
      h("p", { id: "examples", class: "examples" }, "Such as ", EXAMPLES.map((one, index) => [index ? " · " : "", h("a", { href: address("ask", { ...query, q: one }) }, one)])),
      judged(known, policies, attributes, set),
      h("div", { role: "status" }, answer.problem ? problem(answer.said) : headline(answer.said)),
      answer.problem ? null : [details(answer.said), answer.said.decision ? await snippet(view, text, attributes) : null, verdicts(answer.said), revision(answer)],
    ].flat(3).filter(Boolean),
  };
}

// The attributes that the policies declare, as the address has them; the first value of each until one is chosen.
function chosen(declared, query) {
  return Object.fromEntries(Object.entries(declared ?? {}).map(([name, values]) => [name, values.includes(query[`set.${name}`]) ? query[`set.${name}`] : values[0]]));
}

// Which policies judge: those of the service always, shipped ones beside them when chosen.
function judged(known, policies, attributes, set) {
  const own = known.policies.map((one) => one.name).filter((name) => !policies.includes(name));
  const others = known.shipped.filter((name) => !own.includes(name));
  const boxes = () => [...document.querySelectorAll('[name^="policy-"]:checked')].map((box) => box.name.slice("policy-".length));
  const toggle = () => set({ policies: boxes().join(",") });
  return h("form", { onsubmit: (event) => event.preventDefault() },
    h("fieldset", null, h("legend", null, `Judged under ${own.join(", ")}, and also under`),
      others.map((name) => h("label", null, h("input", { type: "checkbox", name: `policy-${name}`, checked: policies.includes(name), onchange: toggle }), name))),
    Object.keys(attributes).length ? h("div", { class: "row" }, Object.entries(known.attributes).map(([name, values]) =>
      select(name, `set.${name}`, values.map((value) => [value, value]), attributes[name], (value) => set({ [`set.${name}`]: value })))) : null);
}

function revision(answer) {
  return h("p", { class: "small" }, `Decided on ${answer.said.on} under ${answer.said.policies.map((one) => one.name).join(", ")}, revision ${answer.revision}.`);
}

function problem(said) {
  const marked = said.span ? h("p", { class: "caret" }, said.ask.slice(0, said.span[0]), h("mark", null, said.ask.slice(...said.span)), said.ask.slice(said.span[1])) : null;
  return h("div", { class: "panel no" }, h("h2", null, "Not understood"), marked, h("p", null, said.detail.replaceAll("`", "“")), said.hint ? h("p", null, said.hint.replaceAll("`", "“")) : null);
}

function headline(said) {
  if (said.decision) {
    return h("div", { class: "panel yes" }, h("h2", { class: "answer" }, h("code", null, said.id), copy(said.id, "the ID")));
  }
  return h("div", { class: "panel no" }, h("h2", null, said.choices.length ? "Say where" : "No route"), h("p", null, said.summary.replace(/^no route: /, "")));
}

function details(said) {
  const life = said.lifecycle;
  const regions = [...new Set(Object.values(said.destinations).flat())].sort();
  const usd = said.price?.usd_per_mtok;
  return [
    facts([
      ["Model", [h("a", { href: address("model", { id: said.model, on: said.on }) }, said.model), " ", status(life.status)]],
      ["Route", said.decision ? `${said.scope} on ${said.endpoint}` : null],
      ["Call it from", said.invoke_from.join(", ")],
      ["Processed in", said.decision ? `${said.countries.map(country).join(", ")} (${regions.length > 12 ? `${regions.length} Regions` : regions.join(", ")})` : null],
      ["Price, USD per million tokens", usd ? Object.entries(usd).map(([name, amount]) => `${name.replaceAll("_", " ")} ${amount}`).join(", ") : null],
      ["End of life", life.end_of_life && `${life.end_of_life} (${life.days_to_end_of_life} days)`],
      ["The answer holds until", said.decision ? said.valid_until ?? "no date known" : null],
    ]),
    said.obligations.length ? [h("h2", null, "Duties of the caller"), h("ul", null, said.obligations.map((one) =>
      h("li", null, h("b", null, one.kind), " ", one.value ?? "", one.api ? ` over ${one.api}` : "", one.regions ? ` ${one.regions.join(", ")}` : "")))] : null,
    said.authorizations.length ? h("details", null, h("summary", null, "What AWS must allow"), h("ul", null, said.authorizations.map((one) =>
      h("li", null, h("code", null, one.resource), ` for ${one.actions.join(", ")}`, one.inference_profile_arn && one.resource !== one.inference_profile_arn ? ` through ${one.inference_profile_arn}` : "")))) : null,
    said.warnings.length ? [h("h2", null, "Warnings"), h("ul", null, said.warnings.map((one) => h("li", null, h("b", null, one.slug), ` ${one.message}`)))] : null,
    said.alternatives.length ? [h("h2", null, said.decision ? "What comes next" : "What answers instead"), h("ul", { class: "alternatives" },
      said.alternatives.map((one) => h("li", null, h("code", null, one.id), ` ${one.summary.slice(one.id.length).trim()}`)))] : null,
    said.beyond ? h("p", { class: "small" }, `${said.beyond.replaceAll("`", "“")}.`) : null,
  ];
}

async function snippet({ world, query, pinned, set }, text, attributes) {
  const ask = [text, ...Object.entries(attributes).map(([name, value]) => `${name}=${value}`)].join(", ");
  const all = await world.snippets({ ask, ...(pinned ? { on: pinned } : {}), ...(query.policies ? { policies: query.policies } : {}) });
  const fitting = Object.keys(all).filter((name) => all[name].code);
  const lang = all[query.lang] ? query.lang : fitting[0];
  if (!lang) return null;
  const { code, problem: why } = all[lang];
  return h("details", { open: Boolean(query.lang) }, h("summary", null, "Code that calls it"),
    h("form", { class: "row", onsubmit: (event) => event.preventDefault() },
      select("Client", "lang", Object.entries(all).map(([name, one]) => [name, one.title]), lang, (value) => set({ lang: value }))),
    code ? h("div", { class: "snippet" }, h("pre", { tabindex: "0", "aria-label": "Code" }, h("code", null, code)), copy(code, "the code"))
      : h("p", null, why.replaceAll("`", "“")));
}

function verdicts(said) {
  const rows = said.verdicts.map((one) => h("tr", { class: one.admitted ? null : "lost" },
    h("th", { scope: "row" }, h("code", null, one.id), one.endpoint === "bedrock-mantle" ? " on bedrock-mantle" : ""),
    h("td", null, one.source),
    h("td", null, one.admitted ? (one.id === said.id && one.endpoint === said.endpoint ? "chosen" : "admitted, ranked lower") : one.detail)));
  const admitted = said.verdicts.filter((one) => one.admitted).length;
  const title = `The verdict on every route: ${admitted} of ${said.verdicts.length} admitted`;
  return h("details", { open: !said.decision }, h("summary", null, title),
    table(title, ["ID", "Called from", "Verdict"], rows, { plain: true, class: "verdicts" }));
}

// Without a service: the answers that were computed when the files were written.
async function written({ world, query, on, pinned, set }) {
  const models = [...world.models].sort((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }));
  const id = world.byId.has(query.id) ? query.id : models.find((one) => one.name === "Claude Sonnet 4.5")?.id ?? models[0].id;
  const { on: day, answers } = await world.written(id);
  const residency = query.residency in answers ? query.residency : "eu" in answers ? "eu" : "none";
  const said = answers[residency];
  const names = Object.keys(answers).map((one) => [one, one === "none" ? "anywhere" : `${one}: ${world.residencies[one].title}`]);
  return {
    title: "Ask",
    body: [
      h("h1", null, "Ask"),
      h("p", null, `This page is made of files: no service decides behind it. These answers were computed for ${day} when it was written, for every model and residency${on === day ? "" : `; they do not change with the date above (${on})`}. For free questions, other dates and your own policies run `, h("code", null, "bedrock-atlas serve"), "."),
      h("form", { class: "row", onsubmit: (event) => event.preventDefault() },
        select("Model", "id", models.map((one) => [one.id, `${one.name} (${one.provider})`]), id, (value) => set({ id: value, residency })),
        select("Residency", "residency", names, residency, (value) => set({ id, residency: value }))),
      h("div", { role: "status" }, headline(said)),
      details(said),
    ].flat(3).filter(Boolean),
  };
}
