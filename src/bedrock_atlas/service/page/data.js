// The facts, fetched once: every model as intervals of days between which nothing about it changes.
// Views pick the interval of a day; nothing is decided here.

const isStatic = document.querySelector('meta[name="atlas-data"]').content === "static";
const file = (id) => id.replaceAll(":", "_");
let token = sessionStorage.getItem("atlas-token");

async function get(path, options = {}) {
  const headers = { ...(options.headers ?? {}), ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(path, { ...options, headers });
  if (answer.status === 401) throw new NeedsToken();
  return answer;
}

export class NeedsToken extends Error {}

export function useToken(text) {
  token = text;
  sessionStorage.setItem("atlas-token", text);
}

export async function load() {
  const answer = await get(isStatic ? "data/history.json" : "v1/history");
  if (!answer.ok) throw new Error(`the catalog cannot be read (${answer.status})`);
  return new World(await answer.json());
}

export class World {
  constructor(document_) {
    Object.assign(this, document_);
    this.isStatic = isStatic;
    this.byId = new Map(this.models.map((model) => [model.id, model]));
    this.providers = [...new Set(this.models.map((model) => model.provider))].sort();
    this.commercial = Object.keys(this.regions).filter((code) => this.regions[code].partition === "aws");
  }

  today() {
    return new Date().toISOString().slice(0, 10);
  }

  at(model, on) {
    return model.intervals.find((one) => (one.since === null || one.since <= on) && (one.until === null || on < one.until));
  }

  // Column of the matrix, to endpoint, to the number of source Regions; null where AWS has not said which.
  reached(model, on) {
    return this.at(model, on).geographies;
  }

  destinations(route, source) {
    if (route.destinations === "commercial") return this.commercial;
    return route.destinations === "source" ? [source] : route.destinations;
  }

  matches(model, words) {
    const text = [model.id, model.name, model.provider, model.family, model.tier, ...model.aliases].join(" ").toLowerCase();
    return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  }

  async card(id) {
    const answer = await get(isStatic ? `data/models/${file(id)}.json` : `v1/models/${encodeURIComponent(id)}`);
    if (!answer.ok) throw new Error(`the model cannot be read (${answer.status})`);
    return answer.json();
  }

  // The service's answer: a decision, or what was not understood about the question when `problem` is true. Asked as a
  // batch of one, because a question that is not understood is no failure of this page.
  async decide(question) {
    const answer = await get("v1/decisions", {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ requests: [question] }),
    });
    const said = await answer.json();
    if (!answer.ok) return { problem: true, said };
    const [decision] = said.decisions;
    return { problem: "problem" in decision, revision: answer.headers.get("atlas-revision"), said: decision.problem ?? decision };
  }

  // What an error means, or what was not understood about it when `problem` is true.
  async diagnose(trouble) {
    const answer = await get("v1/diagnosis", {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(trouble),
    });
    return { problem: !answer.ok, said: await answer.json() };
  }

  // The answers that were written beside a static page: by residency, for one model on the day of writing.
  async written(id) {
    const answer = await get(`data/decisions/${file(id)}.json`);
    if (!answer.ok) throw new Error(`no answers were written for ${id}`);
    return answer.json();
  }

  async snippets(query) {
    const answer = await get(`v1/snippet?${new URLSearchParams(query)}`);
    return answer.ok ? (await answer.json()).snippets : {};
  }

  async policies(chosen) {
    return (await get(`v1/policies${chosen ? `?policies=${encodeURIComponent(chosen)}` : ""}`)).json();
  }
}

const names = new Intl.DisplayNames(["en"], { type: "region" });
export const country = (code) => names.of(code);

export function days(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

export const tokens = (count) => (count === undefined ? null : `${count.toLocaleString("en")} tokens`);
