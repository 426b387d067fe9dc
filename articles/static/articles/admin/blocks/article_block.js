/* A block with fields in the editor: tells in one line what it holds, so that it can be read while it is folded.

   `meta.summary` names the fields that tell it, in order; of alternatives (a list of names) the first that has a text.
   `meta.summaryCounts` has for a list of items its words for none, one and many, `meta.summaryFlags` those of a tick. */
(() => {
  const { StructBlock, StructBlockDefinition } = window.wagtailStreamField.blocks;
  const BETWEEN = " · ";
  const SHORTEST = 20; // letters that a text keeps however much else there is to tell

  const cut = (text, length) => (text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text);

  class ArticleBlock extends StructBlock {
    /** Give what a folded block shows beside its kind; nothing where nobody has filled it in yet. */
    getTextLabel({ maxLength = 70 } = {}) {
      const { summary } = this.blockDef.meta;
      if (!summary.length) return super.getTextLabel({ maxLength });
      const told = summary.map((names) => this.firstOf([].concat(names)));
      const texts = told.filter((part) => part.text && !part.fixed);
      const counted = told.some((part) => part.count);
      if (!texts.length && !counted) return "";
      const fixed = told.filter((part) => part.fixed).reduce((sum, part) => sum + part.text.length + BETWEEN.length, 0);
      const room = Math.max(SHORTEST, Math.floor((maxLength - fixed) / Math.max(1, texts.length)));
      return told
        .filter((part) => part.text)
        .map((part) => (part.fixed ? part.text : cut(part.text, room)))
        .join(BETWEEN);
    }

    /** Give the first text that tells it, "Symptom relief", or nothing. */
    getName() {
      const told = this.blockDef.meta.summary.map((names) => this.firstOf([].concat(names)));
      return cut(told.find((part) => part.text && !part.fixed)?.text ?? "", 60);
    }

    firstOf(names) {
      const parts = names.map((name) => this.partOf(name));
      return parts.find((part) => part.text) ?? parts[0];
    }

    /** Give `{text, fixed, count}` of one field: fixed texts, such as a number of items, are never cut. */
    partOf(name) {
      const { summaryCounts, summaryFlags } = this.blockDef.meta;
      const child = this.childBlocks[name];
      if (name in summaryCounts) {
        const count = child.children.length;
        const [none, one, many] = summaryCounts[name];
        return { text: count === 0 ? none : count === 1 ? one : many.replace("%d", count), fixed: true, count };
      }
      if (name in summaryFlags) return { text: child.getState() ? summaryFlags[name] : "", fixed: true };
      return { text: textOf(child), fixed: false };
    }
  }

  function textOf(child) {
    const state = child.widget?.getState?.();
    // A choice that nobody has made has a label, "---------", which tells nothing.
    if (state === "" || state === null || (Array.isArray(state) && !state.join(""))) return "";
    return String(state?.short ?? child.getTextLabel?.({ maxLength: 200 }) ?? "").trim();
  }

  class ArticleBlockDefinition extends StructBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      return new ArticleBlock(this, placeholder, prefix, initialState, initialError);
    }
  }

  window.telepath.register("articles.blocks.ArticleBlock", ArticleBlockDefinition);
})();
