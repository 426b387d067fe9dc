/** Evident's API, typed by its own description (`npm run types` writes api.d.ts). */
import type { components, operations } from "./api";

export type Schemas = components["schemas"];
export type Article = Schemas["ArticleDocument"];
export type Card = Schemas["ArticleCard"];
export type Block = Schemas["Block"];
export type Claim = Extract<Block, { type: "benefit" | "mechanism" | "evidence" }>;
export type Source = Claim["value"]["sources"][number];
export type Topic = Schemas["TopicDocument"];
export type Author = Schemas["AuthorDocument"];
export type Site = Schemas["Site"];
export type Route = Answer<"routes">["items"][number];
type Answer<Name extends keyof operations> = operations[Name] extends {
  responses: { 200: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;

export const EVIDENT: string = import.meta.env.PUBLIC_EVIDENT ?? "http://127.0.0.1:8000";

/** An answer of 400 and above: `code` is for programs, `message` for people. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Asks for a path below /api/v2/; `Body` is what it answers. */
export async function get<Body>(path: string, query: Record<string, string | number> = {}): Promise<Body> {
  const url = new URL(`/api/v2/${path}`, EVIDENT);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  const body = await response.json();
  if (!response.ok) throw new ApiError(response.status, body.code, body.message);
  return body as Body;
}

/** Walks a list to its end, a cursor at a time. */
export async function all<Item>(path: string, query: Record<string, string | number> = {}): Promise<Item[]> {
  type Page = { items: Item[]; meta: { next_cursor: string | null } };
  const items: Item[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page = await get<Page>(path, { limit: 100, ...query, ...(cursor ? { cursor } : {}) });
    items.push(...page.items);
    cursor = page.meta.next_cursor;
  }
  return items;
}

/** What a page of the tree that is no article says: the home page, a list of articles. */
export type Plain = { id: number; title: string; meta: { type: string; html_url: string; locale: string } };
type Found = Extract<Answer<"resolve">, { kind: "page" }>;
export type Resolved = Omit<Found, "page"> & { page: Article | Topic | Author | Plain };

export const resolve = (path: string) => get<Resolved>("resolve/", { path });
export const routes = () => all<Route>("routes/");
export const draft = (token: string) => get<Article>("preview/", { token });

const sites = new Map<string, Promise<Site>>();

/** The frame of every page; a build asks once for each language. */
export function site(locale: string): Promise<Site> {
  const asked = sites.get(locale) ?? get<Site>("site/", { locale });
  sites.set(locale, asked);
  return asked;
}

/** Where a language begins: the default one at the root, every other below its code. */
export async function homeOf(locale: string): Promise<string> {
  const { locales } = await site(locale);
  return locales.some(({ code, is_default }) => is_default && code === locale) ? "/" : `/${locale}/`;
}

/** The path of an address, so that links stay on whichever host shows them. */
export const pathOf = (url: string) => new URL(url, EVIDENT).pathname;
