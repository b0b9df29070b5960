// An error, pasted: what it means here and what helps. The text stays out of the address: it may hold what is private.

import { h } from "./dom.js";

export function errors(view) {
  const { world, query, on, pinned } = view;
  const title = "Errors";
  if (world.isStatic) {
    return {
      title,
      body: [h("h1", null, title), h("p", null, "This page is made of files: no service looks at errors behind it. On the command line ", h("code", null, "bedrock-atlas diagnose"), " does, and a page from ", h("code", null, "bedrock-atlas serve"), ".")],
    };
  }
  const text = h("textarea", { name: "text", rows: 6, required: true, maxlength: 60000, spellcheck: "false", autocomplete: "off" });
  const id = h("input", { name: "id", maxlength: 300, autocomplete: "off", spellcheck: "false" });
  const source = h("input", { name: "source", list: "regions", maxlength: 40, autocomplete: "off", spellcheck: "false" });
  const found = h("div", { role: "status" });
  const look = async (event) => {
    event.preventDefault();
    const asked = { text: text.value, id: id.value.trim(), source: source.value.trim(), ...(pinned ? { on } : {}), ...(query.policies ? { policies: query.policies.split(",") } : {}) };
    if (asked.source && !Object.hasOwn(world.regions, asked.source)) {
      found.replaceChildren(refused({ detail: `unknown Region “${asked.source}”`, hint: "write its code, such as eu-central-1" }));
      return;
    }
    const { problem, said } = await world.diagnose(Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== "")));
    found.replaceChildren(...(problem ? [refused(said)] : said.known ? said.errors.map((one) => shown(one, said)) : [unknown()]));
  };
  return {
    title,
    body: [
      h("h1", null, title),
      h("p", null, "Paste an error of Amazon Bedrock as it was met: a traceback, a JSON body, a line of a log."),
      h("form", { class: "errors", onsubmit: look },
        h("label", null, "Error", text),
        h("div", { class: "row" },
          h("label", { class: "wide" }, "ID that was invoked, if the text does not say it", id),
          h("label", null, "Region that was called", source),
          h("button", { type: "submit" }, "Look"))),
      h("datalist", { id: "regions" }, Object.keys(world.regions).map((code) => h("option", { value: code }))),
      found,
    ],
  };
}

function shown(one, said) {
  const mine = (list) => list.filter((other) => other.error === one.error);
  return h("section", { class: "panel" },
    h("h2", null, [one.wording, one.id, one.source && `from ${one.source}`].filter(Boolean).join(" · ")),
    h("ul", null, mine(said.causes).map((cause) => h("li", null,
      h("b", null, cause.likelihood), `: ${cause.title.replaceAll("`", "“")} `, h("a", { href: cause.link }, "AWS"),
      cause.evidence.length ? h("ul", null, cause.evidence.map((line) => h("li", null, line))) : null))),
    h("h3", null, "What helps"),
    h("ul", null, mine(said.fixes).map((fix) => h("li", null, fix.text.replaceAll("`", "“"),
      fix.invoke_from ? ` from ${fix.invoke_from.join(", ")}, processed in ${fix.countries.join(", ")}` : "",
      fix.action ? ` (${fix.action}${fix.resources ? ` on ${fix.resources.join(", ")}` : ""})` : ""))));
}

function unknown() {
  return h("div", { class: "panel no" }, h("h2", null, "Not known"), h("p", null, "No refusal of Amazon Bedrock that is known stands in the text. Nothing is guessed."));
}

function refused(said) {
  return h("div", { class: "panel no" }, h("h2", null, "Not understood"), h("p", null, said.detail.replaceAll("`", "“")), said.hint ? h("p", null, said.hint.replaceAll("`", "“")) : null);
}
