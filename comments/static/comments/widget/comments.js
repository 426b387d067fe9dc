/** The discussion of an Evident page for any site: one script, one element. */

import { EvidentCommentCount } from "./count.js";
import { EvidentComments } from "./element.js";

/** @type {[string, CustomElementConstructor][]} */
const ELEMENTS = [
  ["evident-comments", EvidentComments],
  ["evident-comment-count", EvidentCommentCount],
  ["comment-count", class extends EvidentCommentCount {}],
];
for (const [name, element] of ELEMENTS) if (!customElements.get(name)) customElements.define(name, element);
