/* Keeps previews true to the draft: tells those on this host of each save, and reloads one of another origin. */
(() => {
  const READERS_VIEW = "";
  const PANEL = "[data-controller='w-preview']";
  const channel = new BroadcastChannel("articles-preview");
  const edited = () => Number(/\/pages\/(\d+)\/edit\//.exec(location.pathname)?.[1] ?? 0);

  const modeOf = (panel) => panel.querySelector("[data-w-preview-target='mode']")?.value ?? READERS_VIEW;

  /* The reader page marks its document while it follows the draft by itself. */
  function followsByItself(panel) {
    const frame = panel.querySelector("[data-w-preview-target='iframe']");
    try {
      return frame.contentDocument?.documentElement.dataset.preview === "live";
    } catch {
      return false; // of another origin
    }
  }

  // Its page stays, and with it what is scrolled and opened; Wagtail would load it anew for each change.
  document.addEventListener("w-preview:load", (event) => {
    if (modeOf(event.target) !== READERS_VIEW || !followsByItself(event.target)) return;
    event.preventDefault();
    channel.postMessage({ page: edited() });
  });

  // The preview is of what is saved, and Wagtail asks for it when something is typed: once more, now that it is saved.
  document.addEventListener("w-autosave:success", () => {
    channel.postMessage({ page: edited() });
    const panel = document.querySelector(PANEL);
    if (panel && modeOf(panel) === READERS_VIEW && !followsByItself(panel)) {
      panel.setAttribute("data-w-preview-stale-value", "true");
    }
  });

  // The way back from a preview in a tab of its own: its links name this window, which has an id from the first save on.
  const name = () => {
    if (edited()) window.name = `article-editor-${edited()}`;
  };
  name();
  document.addEventListener("w-autosave:success", name);
})();
