/* The questions of an FAQ block: one that shows an entry of the library needs no text of its own, and can be given it. */
(() => {
  const { ListBlock, ListBlockDefinition } = window.wagtailStreamField.blocks;

  class QuestionList extends ListBlock {
    constructor(...args) {
      super(...args);
      // Wagtail folds whatever is there at first: a question that nobody has written yet is there to be written.
      for (const child of this.children) if (!child.getTextLabel()) child.toggleElement.click();
    }

    _createChild(...args) {
      const child = super._createChild(...args);
      const { entry, question, answer } = child.block.childBlocks;
      const own = [question, answer].map((field) => field.element.closest("[data-contentpath]"));
      const button = this.copyButton(child);
      entry.element.append(button);
      const show = () => {
        const isChosen = Boolean(entry.getState());
        button.hidden = !isChosen;
        for (const element of own) element.hidden = isChosen;
      };
      entry.widget.input.addEventListener("change", show);
      show();
      return child;
    }

    copyButton(child) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary article-question__copy";
      button.textContent = this.blockDef.meta.strings.copy;
      button.addEventListener("click", async () => {
        button.disabled = true;
        try {
          await this.writeOut(child);
        } catch {
          window.articleBlocks.say(this.blockDef.meta.strings.failed, "failed");
        } finally {
          button.disabled = false;
        }
      });
      return button;
    }

    /** Put the library's text into the article, in place of the reference to it. */
    async writeOut(child) {
      const { textUrl, strings } = this.blockDef.meta;
      const address = textUrl.replace("/0/", `/${child.block.childBlocks.entry.getState().id}/`);
      const language = window.wagtailConfig.ACTIVE_CONTENT_LOCALE ?? "";
      const response = await fetch(`${address}?${new URLSearchParams({ language })}`);
      if (!response.ok) throw new Error(response.statusText);
      const { id, state } = await response.json();
      const copy = this.insert(state, child.index + 1, { id });
      this.deleteBlock(child.index);
      copy.block.childBlocks.question.focus();
      this.countInput.get(0).dispatchEvent(new Event("change", { bubbles: true }));
      window.articleBlocks.say(strings.copied);
    }
  }

  class QuestionListDefinition extends ListBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      return new QuestionList(this, placeholder, prefix, initialState, initialError);
    }
  }

  window.telepath.register("articles.blocks.QuestionList", QuestionListDefinition);
})();
