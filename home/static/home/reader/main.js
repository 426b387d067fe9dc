/** Starts the reader page: the frame, then whatever the address asks for. */

import { showArticle } from "./article.js";
import { showList } from "./list.js";
import { unfoldForPrint } from "./paper.js";
import { showPerson } from "./person.js";
import { revealHash } from "./reveal.js";
import { startRouter } from "./router.js";
import { loadSite } from "./site.js";
import { speak } from "./words.js";

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const PAGES = { list: showList, index: showList, topic: showList, person: showPerson, article: showArticle };

/** @type {import("./router.js").Show} */
async function show(route, visit) {
  await speak(route.locale);
  if (visit.signal.aborted) return;
  loadSite(route.locale);
  await PAGES[route.name](main, { ...route, ...visit });
}

unfoldForPrint();
startRouter({
  show,
  reveal: revealHash,
});
