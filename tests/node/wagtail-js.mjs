/** A client written for Wagtail's v2 API, unchanged, against the demo at EVIDENT_URL: `npm run wagtail-js`. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { CMSClient, FetchError } from "wagtail-js";

const baseURL = process.env.EVIDENT_URL;
const client = new CMSClient({ baseURL, apiPath: "/api/v2", cache: "no-store" });
const ARTICLE = { type: "articles.ArticlePage", locale: "en" };

/** The client tells the console of every refusal before it passes it on. */
console.group = console.groupEnd = console.log = () => {};

test("pages: a list, by type, with fields, in an order, in parts", async () => {
  const all = await client.fetchPages(ARTICLE);
  assert.ok(all.meta.total_count >= 3);
  assert.equal(all.items.length, all.meta.total_count);
  for (const { id, title, meta } of all.items) {
    assert.ok(Number.isInteger(id) && title);
    assert.equal(meta.type, "articles.ArticlePage");
    for (const name of ["slug", "html_url", "detail_url", "first_published_at"]) assert.ok(meta[name], name);
  }
  const sorted = await client.fetchPages({ ...ARTICLE, order: "-title", fields: ["summary"] });
  assert.deepEqual(sorted.items.map(({ title }) => title), all.items.map(({ title }) => title).sort().reverse());
  assert.ok(sorted.items.every(({ summary }) => typeof summary === "string"));
  const second = await client.fetchPages({ ...ARTICLE, limit: 1, offset: 1 });
  assert.deepEqual(second.items.map(({ id }) => id), [all.items[1].id]);
  assert.equal(second.meta.total_count, all.meta.total_count);
});

test("pages: one by its id and by its slug, with everything of it", async () => {
  const bySlug = await client.fetchPage("acupuncture-multiple-sclerosis", { locale: "en" });
  const page = await client.fetchPage(bySlug.id);
  assert.equal(page.title, bySlug.title);
  assert.equal(page.meta.slug, "acupuncture-multiple-sclerosis");
  assert.equal(page.meta.parent.meta.type, "articles.ArticleIndexPage");
  assert.ok(page.body.every(({ type, value, id }) => type && value && id));
  assert.deepEqual((await client.fetchPage(999999)).message, "Page not found");
  assert.deepEqual((await client.fetchPage("no-such-page")).message, "Page not found");
});

test("pages: by their place in the tree, by language, by words", async () => {
  const [index] = (await client.fetchPages({ type: "articles.ArticleIndexPage", locale: "en" })).items;
  const children = await client.fetchPages({ child_of: index.id });
  const below = await client.fetchPages({ descendant_of: index.id });
  assert.ok(children.meta.total_count >= 3 && children.meta.total_count === below.meta.total_count);
  const above = await client.fetchPages({ ancestor_of: children.items[0].id });
  assert.ok(above.items.some(({ id }) => id === index.id));
  const german = await client.fetchPages({ type: "articles.ArticlePage", translation_of: children.items[0].id, locale: "de" });
  assert.ok(german.items.every(({ meta }) => meta.locale === "de"));
  const found = await client.fetchPages({ search: "acupuncture", search_operator: "and" });
  assert.ok(found.meta.total_count >= 1);
});

test("pages: found by the path of their address", async () => {
  const page = await client.fetchPage("acupuncture-multiple-sclerosis", { locale: "en" });
  const found = await client.fetchContent("pages/find", { html_path: new URL(page.meta.html_url).pathname });
  assert.equal(found.id, page.id);
});

test("images: a list, one of them, and the file", async () => {
  const images = await client.fetchImages({ limit: 2, fields: ["width", "height"] });
  assert.equal(images.items.length, 2);
  assert.ok(images.items.every(({ width, height }) => width > 0 && height > 0));
  const image = await client.fetchImage(images.items[0].id);
  const file = await fetch(client.getMediaSrc(image.meta));
  assert.equal(file.status, 200);
  assert.match(file.headers.get("Content-Type"), /^image\//);
  assert.equal((await client.fetchImage(999999)).message, "Image not found");
});

test("documents and redirects: lists, and what is not there", async () => {
  for (const what of ["documents", "redirects"]) {
    const { meta, items } = await client.fetchContent(what);
    assert.equal(meta.total_count, items.length);
  }
  assert.equal((await client.fetchDocument(999999)).message, "Document not found");
});

test("what is wrong is refused", async () => {
  await assert.rejects(client.fetchPages({ nonsense: 1 }), FetchError);
  await assert.rejects(client.fetchPages({ limit: 1000 }), FetchError);
  await assert.rejects(client.fetchContent("nonsense"), FetchError);
});
