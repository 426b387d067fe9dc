/** Tabs after the WAI-ARIA pattern: one stop for the Tab key, arrows, Home and End between them, stacked on a phone. */

import { el } from "./dom.js";
import { REVEAL } from "./reveal.js";

const NARROW = "(max-width: 40rem)";

/** @typedef {{id: string, label: Node, panel: HTMLElement}} Tab `panel` becomes the tab panel */

/**
 * @param {number} index
 * @param {string} key
 * @param {number} count
 * @param {boolean} vertical
 * @returns {number|null} the tab the key leads to; null for a key that leads to none
 */
function destination(index, key, count, vertical) {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key === "ArrowRight" || (vertical && key === "ArrowDown")) return (index + 1) % count;
  if (key === "ArrowLeft" || (vertical && key === "ArrowUp")) return (index - 1 + count) % count;
  return null;
}

/**
 * Lays panels out as tabs; the first one is open.
 * @param {Tab[]} tabs
 * @param {string} label what the tabs are about, for screen readers
 */
export function tabs(tabs, label) {
  const narrow = matchMedia(NARROW);
  const buttons = tabs.map(({ id, label: text }) =>
    el("button", { type: "button", role: "tab", class: "tab", id: `tab-${id}`, "aria-controls": `block-${id}` }, text));
  const list = el("div", { class: "tab-list", role: "tablist", "aria-label": label }, buttons);

  /** @param {number} chosen */
  const select = (chosen) => {
    buttons.forEach((button, index) => {
      button.setAttribute("aria-selected", String(index === chosen));
      button.tabIndex = index === chosen ? 0 : -1;
      tabs[index].panel.hidden = index !== chosen;
    });
  };
  tabs.forEach(({ id, panel }, index) => {
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", `tab-${id}`);
    panel.tabIndex = 0;
    panel.classList.add("tab-panel");
    panel.addEventListener(REVEAL, () => select(index));
    buttons[index].addEventListener("click", () => select(index));
    buttons[index].addEventListener("keydown", (event) => {
      const next = destination(index, event.key, tabs.length, narrow.matches);
      if (next === null) return;
      event.preventDefault();
      select(next);
      buttons[next].focus();
    });
  });
  const orient = () => list.setAttribute("aria-orientation", narrow.matches ? "vertical" : "horizontal");
  narrow.addEventListener("change", orient);
  orient();
  select(0);
  return el("div", { class: "tabs" }, list, tabs.map(({ panel }) => panel));
}
