/** The body of an article, block by block; a type this page does not know is passed over. */

import { benefitGroup, discussLinks, mechanismGroup } from "./claims.js";
import { el, icon, richText, safeUrl } from "./dom.js";
import { embed } from "./embed.js";
import { evidencePanel } from "./evidence.js";
import { onward } from "./onward.js";
import { picture } from "./picture.js";
import { citations, sourceDetails } from "./sources.js";
import { dataTable } from "./table.js";
import { word } from "./words.js";

/** @typedef {import("./types.js").Block} Block */
/**
 * @template {Block["type"]} T
 * @typedef {import("./types.js").BlockOf<T>} BlockOf
 */
/** @typedef {import("./types.js").Claim} Claim */
/** @typedef {import("./claims.js").Talk} Talk */

const TEXT_WIDTH = "(min-width: 64rem) 44rem, 100vw";

/** @param {BlockOf<"section">} block */
function section({ id, value }) {
  return el("section", { class: "section", id: `block-${id}`, "aria-labelledby": value.heading ? `heading-${id}` : null },
    value.heading ? el("h2", { id: `heading-${id}` }, value.heading) : null,
    el("div", { class: "prose" }, richText(value.text)));
}

/** @param {BlockOf<"related_article">} block */
function relatedArticle({ value }) {
  const target = safeUrl(value.page ? value.page.html_url : value.url);
  const title = value.label || value.page?.title || value.url;
  if (!title) return null;
  if (target) return onward({ href: target, title, summary: value.page?.summary, label: word("read_next"), isOutside: !value.page });
  return el("p", { class: "onward onward-plain" }, el("span", { class: "onward-label" }, word("related")), el("span", { class: "onward-title" }, title));
}

/** @param {BlockOf<"call_to_action">} block */
function callToAction({ value }) {
  const href = safeUrl(value.url);
  return el("aside", { class: "call", "data-style": value.style, "aria-label": value.label || word("next_step") },
    value.text ? el("p", { class: "call-text" }, value.text) : null,
    href && value.label ? el("a", { class: "button", href }, value.label, icon("arrow-right")) : null);
}

/** @param {BlockOf<"faq">} block */
function faq({ id, value }) {
  return el("section", { class: "faq", id: `block-${id}`, "aria-labelledby": `heading-${id}` },
    el("h2", { id: `heading-${id}` }, word("frequent_questions")),
    value.items.map((item) =>
      el("details", {}, el("summary", {}, item.question, icon("chevron")), el("div", { class: "prose" }, richText(item.answer)))));
}

/** @param {BlockOf<"quote">} block */
function quote({ value }) {
  const href = safeUrl(value.source_url);
  const source = value.attribution || (href ? word("quote_source") : "");
  return el("figure", { class: "quote" }, el("blockquote", {}, el("p", {}, value.text)),
    source ? el("figcaption", {}, href ? el("a", { href, rel: "noopener" }, source) : source) : null);
}

/** @param {BlockOf<"image">} block */
function image({ value }) {
  const shown = picture(value.image, { sizes: TEXT_WIDTH, alt: value.decorative ? "" : value.alt });
  if (!shown) return null;
  return el("figure", { class: "figure" }, shown,
    value.caption || value.credit ? el("figcaption", {}, value.caption, value.credit ? el("span", { class: "credit" }, value.credit) : null) : null);
}

/** @param {BlockOf<"disclaimer">} block */
function disclaimer({ value }) {
  return el("aside", { class: "notice disclaimer", "aria-label": word("please_note") }, icon("note"),
    el("div", { class: "prose" }, richText(value.text)));
}

/** @param {BlockOf<"evidence">} block @param {Talk} talk */
function evidence(block, talk) {
  const { id, value } = block;
  return evidencePanel(block, {
    citations: citations(value.sources, id), sources: sourceDetails(value.sources), discuss: discussLinks(block, talk),
  });
}

/** @type {{[T in Exclude<Block["type"], keyof typeof GROUPS>]: (block: BlockOf<T>, talk: Talk) => Node|null}} */
const BLOCKS = {
  section, evidence, faq, quote, image, disclaimer,
  related_article: relatedArticle, call_to_action: callToAction, table: ({ value }) => dataTable(value),
  embed: ({ value }) => embed(value),
};

/** Claims that stand next to each other are shown together, under one heading. */
const GROUPS = /** @type {const} */ ({
  benefit: { title: "benefits", announced: "benefits_announced", show: benefitGroup },
  mechanism: { title: "mechanisms", announced: "mechanisms_announced", show: mechanismGroup },
});

/** @param {Block} block @returns {block is Claim} */
const isClaim = (block) => block.type in GROUPS;

/**
 * Cards between two claims of one type don't part them: they come after the last one.
 * @param {Block[]} body
 * @returns {Block[][]} runs of claims of one type; every other block alone
 */
function runs(body) {
  /** @type {Block[][]} */
  const found = [];
  for (const block of body) {
    const run = isClaim(block) && found.findLast(([first]) => first.type !== "related_article");
    if (run && run[0].type === block.type) run.push(block);
    else found.push([block]);
  }
  return found;
}

/** @param {Claim[]} run neighbours of one type @param {Block|undefined} before @param {Talk} talk */
function claimGroup(run, before, talk) {
  const { title, announced, show } = GROUPS[run[0].type];
  const id = `heading-group-${run[0].id}`;
  // A section that already announces them makes a second heading redundant to the eye, not to the outline.
  const isAnnounced = before?.type === "section" && new RegExp(word(announced), "i").test(before.value.heading);
  return el("section", { class: "claims", "aria-labelledby": id },
    el("h2", { id, class: isAnnounced ? "visually-hidden" : null }, word(title)), show(run, talk));
}

/** @param {Block} block @param {Talk} talk */
function single(block, talk) {
  const show = /** @type {(block: Block, talk: Talk) => Node|null} */ (BLOCKS[/** @type {keyof typeof BLOCKS} */ (block.type)]);
  const node = show(block, talk);
  if (node instanceof HTMLElement) node.dataset.block = block.id;
  return node;
}

/** Cards that lead on stand close together. @param {Node[]} nodes @param {Node} card */
function trail(nodes, card) {
  const last = /** @type {HTMLElement} */ (nodes.at(-1));
  if (last.classList.contains("onward-trail")) last.append(card);
  else nodes[nodes.length - 1] = el("div", { class: "onward-trail" }, last, card);
}

/**
 * The blocks as elements, in the order of the article.
 * @param {Block[]} body
 * @param {Talk} talk
 * @returns {Node[]}
 */
export function renderBody(body, talk) {
  const known = body.filter((block) => block.type in BLOCKS || isClaim(block));
  /** @type {Node[]} */
  const nodes = [];
  let before;
  for (const run of runs(known)) {
    const node = isClaim(run[0]) ? claimGroup(/** @type {Claim[]} */ (run), before, talk) : single(run[0], talk);
    const follows = node && run[0].type === "related_article" && before?.type === "related_article";
    if (follows && nodes.at(-1) instanceof HTMLElement) trail(nodes, node);
    else if (node) nodes.push(node);
    before = run.at(-1);
  }
  return nodes;
}
