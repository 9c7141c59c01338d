// Finds visible elements by what a person would call them.
//
// arguments: a CSS selector for the kind, and a name. An element's name is its label, or else its text. The answer
// holds the elements whose name is exactly that, or, when there are none, those whose names contain it; and all names
// of the kind, for the message when nothing fits.
const [selector, wanted] = arguments;

const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();

// What is only decoration is no part of a name.
function wordsOf(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("[aria-hidden='true']").forEach((one) => one.remove());
  return copy.textContent;
}

function nameOf(element) {
  const labelledBy = tidy(element.getAttribute("aria-labelledby"));
  if (labelledBy) {
    return tidy(labelledBy.split(" ").map((id) => document.getElementById(id)?.textContent).join(" "));
  }
  const label = tidy(element.getAttribute("aria-label"));
  if (label) {
    return label;
  }
  if (element.labels?.length) {
    return tidy([...element.labels].map(wordsOf).join(" "));
  }
  const isInput = element instanceof HTMLInputElement;
  return tidy(isInput ? element.value || element.placeholder : element.textContent) || tidy(element.title);
}

// While a modal dialog is open, the page behind it is out of reach.
const reach = [...document.querySelectorAll("[aria-modal='true']")].at(-1) ?? document;

const named = [...reach.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .map((element) => ({ element, name: nameOf(element) }));
const exact = named.filter(({ name }) => name === wanted);
const fitting = exact.length ? exact : named.filter(({ name }) => name.includes(wanted));
return { found: fitting.map(({ element }) => element), names: named.map(({ name }) => name) };
