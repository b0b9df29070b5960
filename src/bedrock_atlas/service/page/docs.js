// The interface, drawn from the same document that programs read.

import { h, table } from "./dom.js";

const main = document.getElementById("main");
const described = await (await fetch("openapi.json")).json();
const name = (reference) => reference.split("/").at(-1);

function kind(schema) {
  if (!schema) return "";
  if (schema.$ref) return h("a", { href: `#${name(schema.$ref)}` }, name(schema.$ref));
  const several = schema.oneOf ?? schema.anyOf;
  if (several) return several.map((one, index) => [index ? " or " : "", kind(one)]);
  if (schema.type === "array") return ["list of ", kind(schema.items)];
  return [schema.enum ? schema.enum.join(", ") : schema.type ?? "anything", schema.format ? ` (${schema.format})` : ""];
}

function operation(path, method, one) {
  const body = one.requestBody?.content["application/json"].schema;
  const [type, answer] = Object.entries(one.responses["200"].content)[0];
  const rows = (one.parameters ?? []).map((parameter) => h("tr", null,
    h("th", { scope: "row" }, h("code", null, parameter.name), parameter.required ? " (required)" : ""),
    h("td", null, kind(parameter.schema)), h("td", null, parameter.description ?? "")));
  return h("section", { class: "panel", id: one.operationId },
    h("h2", null, h("code", null, `${method.toUpperCase()} ${path}`)),
    h("p", null, `${one.summary}.`),
    body ? h("p", null, "Takes ", kind(body), ".") : null,
    h("p", null, "Gives ", kind(answer.schema), ` as ${type}.`),
    rows.length ? table(`Parameters of ${method.toUpperCase()} ${path}`, ["Parameter", "Is", "Means"], rows, { plain: true }) : null);
}

function schema(title, one) {
  const rows = Object.entries(one.properties ?? {}).map(([property, value]) => h("tr", null,
    h("th", { scope: "row" }, h("code", null, property), (one.required ?? []).includes(property) ? " (required)" : ""),
    h("td", null, kind(value)), h("td", null, value.description ?? "")));
  return h("section", { id: title }, h("h2", null, title), h("p", null, one.description ?? ""),
    rows.length ? table(`Members of ${title}`, ["Member", "Is", "Means"], rows, { plain: true }) : null);
}

main.append(
  h("p", null, described.info.summary, " The same as a document for programs: ", h("a", { href: "openapi.json" }, "openapi.json"), "."),
  ...Object.entries(described.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, one]) => operation(path, method, one))),
  h("h1", null, "Schemas"),
  ...Object.entries(described.components.schemas).map(([title, one]) => schema(title, one)),
);
