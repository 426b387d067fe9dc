// Shows what becomes of a delivery that waits, without a reload.

const SECONDS = 2;
const MOST = 30;

async function follow(left) {
  const shown = document.getElementById("webhook-delivery");
  if (!shown || !("waiting" in shown.dataset) || left === 0) return;
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("webhook-delivery");
    const isBusy = shown.contains(document.activeElement);
    if (fresh && fresh.innerHTML !== shown.innerHTML && !isBusy) shown.replaceWith(fresh);
  } catch {
    // The server is away for a moment; the next look tells.
  }
  follow(left - 1);
}

follow(MOST);
