/** The search box above the articles: it searches while one types, and by Enter without waiting. */

import { el, icon } from "./dom.js";
import { word } from "./words.js";

/** How long (ms) a pause in typing is. */
const PAUSE = 300;

/** As many characters as the API takes. */
const MOST = 200;

/**
 * @param {{search: string, action: string, onSearch: (search: string) => void}} box `action` is where the form leads
 *   without this script; `onSearch` gets what to search for, empty for everything
 */
export function searchBox({ search, action, onSearch }) {
  const field = el("input", {
    id: "search", type: "search", name: "search", value: search, maxlength: MOST, autocomplete: "off", enterkeyhint: "search",
    placeholder: word("search_placeholder"), "aria-controls": "results",
  });
  const clear = el("button", { type: "button", class: "search-clear", "aria-label": word("clear_search") }, icon("close"));
  let asked = search;
  let timer = 0;

  const ask = () => {
    clearTimeout(timer);
    const wanted = field.value.trim();
    clear.hidden = !field.value;
    if (wanted === asked) return;
    asked = wanted;
    onSearch(wanted);
  };
  const empty = () => {
    field.value = "";
    ask();
    field.focus();
  };
  field.addEventListener("input", (event) => {
    clear.hidden = !field.value;
    clearTimeout(timer);
    // A word that is still being composed (Japanese, Korean) is not searched for yet.
    if (!(event instanceof InputEvent && event.isComposing)) timer = window.setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    empty();
  });
  clear.addEventListener("click", empty);
  clear.hidden = !search;
  const form = el("form", { class: "search-box", role: "search", action, "aria-label": word("search_articles") },
    el("label", { class: "visually-hidden", for: "search" }, word("search_articles")), icon("search"), field, clear);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  return form;
}
