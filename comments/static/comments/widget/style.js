/** The style sheet of the shadow trees: fetched once and shared, so that no inline style meets a strict CSP. */

/** @type {Promise<CSSStyleSheet>|null} */
let loading = null;

async function load() {
  const answer = await fetch(new URL("./comments.css", import.meta.url));
  return new CSSStyleSheet().replace(answer.ok ? await answer.text() : "");
}

/** Dresses a shadow tree; without the style sheet it is plain, and still works. @param {ShadowRoot} root */
export async function dress(root) {
  loading ??= load();
  root.adoptedStyleSheets = await loading.then((sheet) => [sheet]).catch(() => []);
}
