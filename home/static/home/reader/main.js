/** Starts the reader page: the frame, then whatever the address asks for. */

import { showArticle } from "./article.js";
import { showList } from "./list.js";
import { unfoldForPrint } from "./paper.js";
import { revealHash } from "./reveal.js";
import { routeOf, startRouter } from "./router.js";
import { loadSite } from "./site.js";

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const PAGES = { list: showList, index: showList, article: showArticle };

loadSite(routeOf(location).locale);
unfoldForPrint();
startRouter({
  show: (route, visit) => PAGES[route.name](main, { ...route, ...visit }),
  reveal: revealHash,
});
