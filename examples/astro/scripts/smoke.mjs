// Checks what was built against a running Evident: every path has its page, an article all of its parts, a draft is shown to
// whoever has its token, and a signed webhook brings a change into the site within seconds.
//
// PUBLISH is a command that publishes the article at ARTICLE under the title TITLE; TOKEN is one of its drafts.
import assert from "node:assert/strict";
import { exec, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { Webhook } from "standardwebhooks";

const { PUBLIC_EVIDENT: EVIDENT = "http://127.0.0.1:8000", ARTICLE = "", TITLE = "", TOKEN = "", PUBLISH = "" } = process.env;
const started = [];
const get = async (path) => (await fetch(new URL(`/api/v2/${path}`, EVIDENT))).json();
const page = (path) => readFile(`dist/client${decodeURI(path)}index.html`, "utf8");

/** Starts a program of this site and waits until something answers at its address. */
async function start(args, url, env) {
  started.push(spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: "inherit" }));
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(url).then(() => true, () => false)) return;
    await pause(100);
  }
  throw new Error(`Nothing answers at ${url}`);
}

async function everyPathHasItsPage() {
  const { items } = await get("routes/?limit=1000");
  for (const { path } of items) assert.match(await page(path), /<h1/, path);
  return items.length;
}

async function theArticleIsWhole() {
  const { page: article } = await get(`resolve/?path=${encodeURIComponent(ARTICLE)}`);
  const html = await page(ARTICLE);
  for (const { id } of article.body) assert.ok(html.includes(`id="block-${id}"`), `block ${id}`);
  for (const { number } of article.references) assert.ok(html.includes(`id="reference-${number}"`), `reference ${number}`);
  for (const rendition of article.image.renditions) assert.ok(html.includes(rendition.url), rendition.url);
  assert.ok(html.includes(`<evident-comments page="${article.id}"`), "its comments");
  assert.ok(html.includes('"@context":"https://schema.org"'), "its JSON-LD");
}

async function aDraftIsShown() {
  const site = "http://127.0.0.1:4398";
  await start(["dist/server/entry.mjs"], site, { HOST: "127.0.0.1", PORT: "4398" });
  const draft = await fetch(`${site}/preview/?token=${TOKEN}`);
  assert.equal(draft.status, 200);
  assert.equal(draft.headers.get("cache-control"), "private, no-store");
  const html = await draft.text();
  assert.match(html, /noindex/);
  assert.match(html, /id="block-/);
  assert.equal((await fetch(`${site}/preview/?token=of-nothing`)).status, 404);
}

async function aWebhookBringsTheChange() {
  const receiver = "http://127.0.0.1:4397";
  const secret = `whsec_${randomBytes(24).toString("base64")}`;
  await start(["scripts/receive.mjs"], receiver, { RECEIVER_PORT: "4397", WEBHOOK_SECRET: secret });
  assert.ok(!(await page(ARTICLE)).includes(TITLE));
  const { page: article } = await get(`resolve/?path=${encodeURIComponent(ARTICLE)}`);
  const shownOn = ["/", ...article.topics.map(({ slug }) => `/topics/${slug}/`), ...article.authors.map(({ slug }) => `/authors/${slug}/`)];
  await promisify(exec)(PUBLISH); // waited for, so that connections which the receiver closes meanwhile are seen to be closed
  const body = JSON.stringify({ type: "article.published", timestamp: new Date().toISOString(), data: { path: ARTICLE } });
  const send = (signature) => fetch(receiver, {
    method: "POST", body,
    headers: { "webhook-id": "msg_1", "webhook-timestamp": String(Math.floor(Date.now() / 1000)), "webhook-signature": signature },
  });
  assert.equal((await send("v1,bm90IG91cnM=")).status, 401);
  assert.equal((await send(new Webhook(secret).sign("msg_1", new Date(), body))).status, 204);
  for (let tries = 0; tries < 300; tries++) {
    const shown = await Promise.all([ARTICLE, ...shownOn].map(page));
    if (shown.every((html) => html.includes(TITLE))) return;
    await pause(200);
  }
  throw new Error("The change has not come into the site.");
}

try {
  console.log(`${await everyPathHasItsPage()} paths have their page.`);
  await theArticleIsWhole();
  console.log("The article is whole.");
  await aDraftIsShown();
  console.log("A draft is shown.");
  await aWebhookBringsTheChange();
  console.log("A webhook brings the change.");
} finally {
  for (const child of started) child.kill();
}
