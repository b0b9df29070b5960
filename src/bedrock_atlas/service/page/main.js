// The address is the state: every view is drawn from `#/view?query`, so every view can be linked to.

import { NeedsToken, load, useToken } from "./data.js";
import { address, h } from "./dom.js";
import { ask } from "./ask.js";
import { changes } from "./changes.js";
import { errors } from "./errors.js";
import { flow } from "./flow.js";
import { matrix } from "./matrix.js";
import { model } from "./model.js";
import { timeline } from "./timeline.js";

const VIEWS = { matrix, model, flow, timeline, changes, ask, errors };
const main = document.getElementById("main");
const day = document.getElementById("on");
let world;
let shown;
let turn = 0;

function read() {
  const [path, text = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const query = Object.fromEntries(new URLSearchParams(text));
  const view = Object.hasOwn(VIEWS, path) ? path : "matrix";
  const on = /^\d{4}-\d\d-\d\d$/.test(query.on ?? "") && !Number.isNaN(Date.parse(query.on)) ? query.on : world.today();
  return { view, query, on };
}

// Change parts of the address; a replaced one leaves no step behind.
function go(view, query, { replace = false } = {}) {
  const target = address(view, query);
  if (replace) history.replaceState(null, "", target);
  else history.pushState(null, "", target);
  return draw();
}

async function draw() {
  const mine = ++turn;
  const { view, query, on } = read();
  const moved = view !== shown;
  day.value = on;
  for (const link of document.querySelectorAll("nav a")) {
    const here = link.dataset.view === view;
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    link.href = address(link.dataset.view, { on: query.on });
  }
  const content = await VIEWS[view]({
    world, query, on, pinned: query.on,
    // Onto what the address says by then: a second choice may come before the first is drawn.
    set: (more, options) => go(view, { ...read().query, ...more }, options),
  });
  if (mine !== turn) return;
  const { name: focused, selectionStart, selectionEnd } = document.activeElement ?? {};
  main.replaceChildren(...content.body);
  document.title = `${content.title} · bedrock-atlas`;
  if (moved && shown !== undefined) main.focus({ preventScroll: true });
  else if (focused) refocus(main.querySelector(`[name="${CSS.escape(focused)}"]`), selectionStart, selectionEnd);
  if (moved) scrollTo(0, 0);
  shown = view;
}

// The view was drawn anew: whoever was typing goes on typing where they were.
function refocus(element, start, end) {
  element?.focus();
  if (typeof start === "number") element?.setSelectionRange(start, end);
}

function turnTo(date) {
  const { view, query } = read();
  return go(view, { ...query, on: date });
}

function neighbour(step) {
  const dates = world.change_dates;
  const { on } = read();
  const found = step < 0 ? dates.findLast((date) => date < on) : dates.find((date) => date > on);
  if (found) turnTo(found);
}

function askForToken() {
  const form = h("form", { class: "row" },
    h("label", null, "Token ", h("input", { name: "token", type: "password", autocomplete: "off", required: true })),
    h("button", { type: "submit" }, "Go on"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    useToken(form.elements.token.value);
    start();
  });
  main.replaceChildren(h("h1", null, "A token is needed"), h("p", null, "This service answers to who has a token."), form);
}

function fail(error) {
  if (error instanceof NeedsToken) askForToken();
  else main.replaceChildren(h("h1", null, "This did not work"), h("p", { role: "alert" }, error.message));
}

async function start() {
  try {
    world = await load();
    document.getElementById("source").textContent =
      `Catalog ${world.version}, ${world.models.length} models. ${world.isStatic ? "These are files: no service answers behind this page." : ""}`;
    await draw();
  } catch (error) {
    fail(error);
  }
}

const redraw = () => world && draw().catch(fail);
addEventListener("hashchange", redraw);
addEventListener("popstate", redraw);
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== width && shown === "timeline") redraw();
  width = innerWidth;
});
document.getElementById("when").addEventListener("submit", (event) => event.preventDefault());
day.addEventListener("change", () => day.value && turnTo(day.value));
document.getElementById("today").addEventListener("click", () => turnTo(""));
document.getElementById("earlier").addEventListener("click", () => neighbour(-1));
document.getElementById("later").addEventListener("click", () => neighbour(1));
start();
