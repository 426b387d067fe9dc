/** Shows a table block with its headers and caption; a wide one scrolls sideways in its own box. */

import { el, richText } from "./dom.js";
import { formatNumber } from "./format.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").BlockOf<"table">["value"]} Table */
/** @typedef {Table["rows"][number][number]} Cell formatted text comes as cleaned HTML */

/** @param {Cell} cell */
function content(cell) {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === "number") return formatNumber(cell);
  if (typeof cell === "string") return cell;
  return "html" in cell ? richText(cell.html) : cell.markdown;
}

/**
 * A table, its rows named by their first column; null for one without cells.
 * @param {Table} value
 */
export function dataTable({ caption, headers, rows }) {
  if (!headers.length && !rows.length) return null;
  const isNumeric = headers.map((_, index) => rows.length > 0 && rows.every((row) => typeof row[index] === "number"));
  return el("div", { class: "table-box", tabindex: 0, role: "region", "aria-label": caption || word("table") },
    el("table", {},
      caption ? el("caption", {}, caption) : null,
      headers.some(Boolean) ? el("thead", {}, el("tr", {}, headers.map((header) => el("th", { scope: "col" }, header)))) : null,
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, index) =>
        index === 0
          ? el("th", { scope: "row" }, content(cell))
          : el("td", { class: isNumeric[index] ? "number" : null }, content(cell))))))));
}
