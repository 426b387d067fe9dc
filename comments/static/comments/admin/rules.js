// Brings what was tried, or is in the way, into view: the page comes back from the server with it at its top.

const results = document.querySelector("[data-rules-results]");

if (results && results.children.length) results.focus();
