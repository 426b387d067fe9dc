/** Opens what is folded before the page is printed, and folds it again afterwards. */

/** @type {HTMLDetailsElement[]} */
let opened = [];

/** Has every fold of the article open on paper. */
export function unfoldForPrint() {
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")].filter((fold) => fold instanceof HTMLDetailsElement);
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
    opened = [];
  });
}
