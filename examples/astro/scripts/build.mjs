// Builds the site: all of it, or with --changes only what has changed since the last build.
//
// .evident/state.json keeps where /changes/ goes on, and which page was built at which path, so that a page that has moved
// or gone is taken away. Lists show cards of many articles, so that they are made anew with every change; those of one topic or
// person are told by themselves.
import { spawnSync } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const EVIDENT = process.env.PUBLIC_EVIDENT ?? "http://127.0.0.1:8000";
const STATE = ".evident/state.json";
const PART = ".evident/part";
const PAGES = "dist/client";
const TOLD = new Set(["articles.ArticlePage", "articles.Author", "articles.Topic"]);

async function get(path) {
  const response = await fetch(new URL(`/api/v2/${path}`, EVIDENT));
  if (response.status === 410) return null; // what was held is too old: start over
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response.json();
}

/** Every public path, and where /changes/ goes on from them: the cursor of the first part, so that nothing is missed. */
async function allRoutes() {
  const items = [];
  let since, cursor = "";
  do {
    const part = await get(`routes/?limit=1000${cursor && `&cursor=${cursor}`}`);
    items.push(...part.items);
    since ??= part.meta.changes_cursor;
    cursor = part.meta.next_cursor;
  } while (cursor);
  return { items, since };
}

/** What has changed since, to the end; null where that is no longer known. */
async function changesSince(cursor) {
  const items = [];
  for (let since = cursor; ; ) {
    const part = await get(`changes/?limit=1000&since=${since}`);
    if (!part) return null;
    items.push(...part.items);
    since = part.meta.next_cursor;
    if (!part.meta.has_more) return { items, since };
  }
}

function astro(outDir, only) {
  const env = { ...process.env, OUT_DIR: outDir, ...(only ? { ONLY: JSON.stringify(only) } : {}) };
  const { status } = spawnSync(process.execPath, ["node_modules/astro/astro.js", "build"], { env, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

async function save({ items, since }) {
  const built = Object.fromEntries(items.map(({ type, id, locale, path }) => [`${type} ${id} ${locale}`, path]));
  await mkdir(".evident", { recursive: true });
  await writeFile(STATE, JSON.stringify({ since, built }, null, 2));
}

async function full() {
  const routes = await allRoutes();
  astro("dist", routes.items.map(({ path }) => path));
  await save(routes);
}

async function update({ since, built }) {
  const changes = await changesSince(since);
  if (!changes) return full();
  if (!changes.items.length) return console.log("Nothing has changed.");
  const routes = await allRoutes();
  const touched = new Set(changes.items.map(({ path }) => path));
  const paths = routes.items.filter(({ type, path }) => !TOLD.has(type) || touched.has(path)).map(({ path }) => path);
  astro(PART, paths);
  await cp(join(PART, "client"), PAGES, { recursive: true });
  const there = new Set(routes.items.map(({ path }) => path));
  const gone = Object.values(built).filter((path) => !there.has(path));
  for (const path of gone) await rm(join(PAGES, decodeURI(path), "index.html"), { force: true });
  // Changes that came in between are told again next time.
  await save({ items: routes.items, since: changes.since });
  console.log(`${paths.length} pages made anew, ${gone.length} taken away.`);
}

const state = await readFile(STATE, "utf8").then(JSON.parse, () => null);
await (process.argv.includes("--changes") && state ? update(state) : full());
