// Elements without markup in strings: nothing that was typed or fetched is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

// A link to a view of this page. What is empty is left out of the address.
export function address(view, query = {}) {
  const parts = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(parts).toString();
  return `#/${view}${text ? `?${text}` : ""}`;
}

export function table(caption, headings, rows, options = {}) {
  return h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": caption },
    h("table", { class: options.class },
      h("caption", { class: options.plain ? "hidden" : null }, caption),
      h("thead", null, h("tr", null, headings.map((one) => h("th", { scope: "col" }, one)))),
      h("tbody", null, rows)));
}

export const status = (word) => h("span", { class: `status ${word.toLowerCase()}` }, word);

// A list of terms with what is known of each; terms without a value are left out.
export function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return h("dl", null, known.map(([term, value]) => h("div", null, h("dt", null, term), h("dd", null, value))));
}

export function select(label, name, options, chosen, onchange) {
  return h("label", null, label, h("select", { name, onchange: (event) => onchange(event.target.value) },
    options.map(([value, text]) => h("option", { value, selected: value === chosen }, text))));
}

// A button that copies a text and says so to everybody.
export function copy(text, what) {
  const button = h("button", { type: "button", class: "copy", "aria-label": `Copy ${what}` }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      const range = document.createRange();
      range.selectNodeContents(button.previousElementSibling ?? button);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  return button;
}
