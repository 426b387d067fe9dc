/** Keeps a draft as it was last saved: asks for it every few seconds, and puts the new one in its place. */
const evident = document.getElementById("draft")?.dataset.evident;
const address = `${evident}/api/v2/preview/${location.search}`;
let held = "";

async function follow(): Promise<void> {
  const response = await fetch(address, { headers: held ? { "If-None-Match": held } : {}, cache: "no-store" });
  if (response.status === 404 || response.status === 410) return location.reload();
  const etag = response.headers.get("ETag") ?? "";
  if (response.ok && held && etag !== held) {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    document.getElementById("main")!.replaceWith(page.getElementById("main")!);
  }
  if (response.ok) held = etag;
  setTimeout(follow, 3000);
}

if (evident) void follow().catch(() => setTimeout(follow, 10_000));
