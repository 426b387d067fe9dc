/* The panel of suggested articles: puts a card of the chosen one into the body. */
(() => {
  // What stands at the end of an article stays there: cards go before it.
  const CLOSING = new Set(["call_to_action", "disclaimer"]);

  /** Give the place for another card: behind the last one, else before what closes the article. */
  function placeIn(body, type) {
    const types = body.children.map((child) => child.type);
    const last = types.lastIndexOf(type);
    if (last >= 0) return last + 1;
    let place = types.length;
    while (place > 0 && CLOSING.has(types[place - 1])) place -= 1;
    return place;
  }

  async function add(button) {
    const body = document.getElementById("body-root")?.articleBody;
    if (!body) return;
    button.disabled = true;
    try {
      const response = await fetch(button.dataset.suggestion, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(response.statusText);
      const card = await response.json();
      body.add(card, placeIn(body, card.type));
      button.closest("li").remove();
      window.articleBlocks.say(button.dataset.added);
    } catch {
      button.disabled = false;
      window.articleBlocks.say(button.closest("[data-suggestions]").dataset.failed, "failed");
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-suggestion]");
    if (button) add(button);
  });
})();
