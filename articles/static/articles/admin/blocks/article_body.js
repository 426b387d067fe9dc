/* The body of an article in the editor: its blocks folded to one line each, and what can be done with them all.

   A block opens by itself where there is something to do in it: nobody has filled it in, it has an error, or the page's
   address leads to it. */
(() => {
  const { StreamBlock, StreamBlockDefinition } = window.wagtailStreamField.blocks;

  /** Give a random UUID (version 4); crypto.randomUUID() is not there on plain HTTP. */
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return digits.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }

  class ArticleBody extends StreamBlock {
    constructor(blockDef, placeholder, prefix, initialState, initialError) {
      super(blockDef, placeholder, prefix, initialState, initialError);
      const faulty = initialError?.blockErrors ?? {};
      this.children.forEach((child, index) => {
        const isWanted = window.location.hash === `#block-${child.id}-section`;
        if (child.getTextLabel() && !faulty[index] && !isWanted) child.collapse();
      });
      this.container.prepend(this.toolbar());
      this.element.articleBody = this;
      this.element.dispatchEvent(new CustomEvent("articles:body-ready", { bubbles: true, detail: { body: this } }));
    }

    /** Give the child and its control a chance to be given more than Wagtail gives them (see copied_block.js). */
    _createChild(...args) {
      const child = super._createChild(...args);
      window.articleBlocks?.clipboard?.addTo(child);
      return child;
    }

    _createInsertionControl(...args) {
      const control = super._createInsertionControl(...args);
      window.articleBlocks?.clipboard?.offerAt(control, this);
      return control;
    }

    toolbar() {
      const { strings } = this.blockDef.meta;
      const bar = document.createElement("div");
      bar.className = "article-body__toolbar";
      for (const [text, isExpanding] of [
        [strings.open, true],
        [strings.fold, false],
      ]) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button-small button-secondary";
        button.textContent = text;
        button.addEventListener("click", () => this.toggleAll(isExpanding));
        bar.append(button);
      }
      return bar;
    }

    toggleAll(isExpanding) {
      for (const child of this.children) {
        const isExpanded = child.toggleElement.getAttribute("aria-expanded") === "true";
        if (isExpanded !== isExpanding) child.toggleElement.click();
      }
    }

    /** Insert a new block before the one at `index`, open and with the focus in it; `state` is its form state. */
    add({ type, state }, index) {
      const child = this.insert({ type, id: newId(), value: state }, index, { animate: true, focus: true });
      // Wagtail looks for unsaved changes where something in the form has changed.
      this.countInput.get(0).dispatchEvent(new Event("change", { bubbles: true }));
      return child;
    }
  }

  class ArticleBodyDefinition extends StreamBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      return new ArticleBody(this, placeholder, prefix, initialState, initialError);
    }
  }

  window.telepath.register("articles.blocks.ArticleBody", ArticleBodyDefinition);
})();
