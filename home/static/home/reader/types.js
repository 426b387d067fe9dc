/**
 * The shapes of the public API's answers that the reader page uses (JSDoc types only; nothing runs here).
 *
 * @typedef {{url: string, width: number, height: number, format?: string}} Rendition
 * @typedef {{x: number, y: number, width?: number, height?: number}} FocalPoint
 * @typedef {{id?: number, title?: string, alt?: string, width?: number, height?: number, url?: string,
 *   focal_point?: FocalPoint|null, renditions?: Rendition[]}} Image
 * @typedef {{id: number, name: string, credentials?: string, slug?: string, image?: Image|null}} Person
 * @typedef {Person & {orcid?: string|null, conflicts?: string}} Reviewer
 * @typedef {{name: string, slug: string}} Topic
 * @typedef {'high'|'moderate'|'low'|'very_low'} Certainty
 * @typedef {'supports'|'mixed'|'no_difference'|'contradicts'|'unclear'} Direction
 * @typedef {{measure?: string, value?: number|string|null, ci_low?: number|string|null,
 *   ci_high?: number|string|null, p?: number|string|null}} Effect
 * @typedef {{id: number, number: number, citation_html?: string, doi?: string|null, pmid?: string|null,
 *   url?: string|null, design?: string|null, retracted?: boolean, cited_by_blocks?: string[]}} Reference
 * @typedef {{reference: Reference, finding?: string, direction?: Direction, participants?: number|null,
 *   effect?: Effect|null}} Source
 * @typedef {{type: string, id: string, value: any}} Block
 * @typedef {{claims: number, cited_claims: number, certainty: Certainty|null, declared_unsupported?: number,
 *   uncited?: string[], by_design?: Record<string, number>, retracted?: number}} EvidenceSummary
 * @typedef {{is_open: boolean, comment_count: number, closes_at?: string|null, comments_url?: string,
 *   by_block?: Record<string, number>}} DiscussionSummary
 * @typedef {{title?: string, description?: string, canonical_url?: string, open_graph?: object,
 *   json_ld?: object}} Seo
 * @typedef {{locale: string, html_url: string, detail_url?: string,
 *   translations?: {id: number, locale: string, slug: string, html_url: string}[]}} Meta
 * @typedef {{id: number, slug: string, title: string, summary?: string, html_url: string, detail_url?: string, image?: Image|null,
 *   authors?: Person[], topics?: Topic[], published_at?: string|null, updated_at?: string|null,
 *   reading_time_minutes?: number, evidence?: EvidenceSummary, discussion?: DiscussionSummary}} ArticleCard
 * @typedef {ArticleCard & {body: Block[], references?: Reference[], reviewed_by?: Reviewer[],
 *   reviewed_at?: string|null, review_due_at?: string|null, change_history?: {at: string, note: string}[],
 *   related?: ArticleCard[], seo?: Seo, meta: Meta}} Article
 * @typedef {{id: number, page: number, parent: number|null, in_reply_to?: number|null, root: number, depth: number,
 *   block: string|null, author: {name: string, role: string|null, avatar_url?: string|null}, body_html: string,
 *   status: string, removed_by?: string|null, submitted_at: string, edited_at: string|null, permalink?: string,
 *   addressed?: {note: string, at: string}|null,
 *   reply_count: number, replies: Comment[], replies_cursor: string|null, edit_token?: string}} Comment
 * @typedef {{id: number, page: number, parent: number|null, block: string|null, name: string, body: string,
 *   edit_token: string, status: string, submitted_at: string}} OwnComment
 * @typedef {{is_open: boolean, form_token: string, honeypot: string, min_seconds: number, max_length: number,
 *   guests: boolean, confirm_email: boolean}} FormRules
 * @typedef {{label?: string, title?: string, url: string}} SiteLink
 * @typedef {{title?: string, tagline?: string, url?: string, footer_text?: string, navigation?: SiteLink[], footer_links?: SiteLink[],
 *   locales?: {code: string, name: string, is_default: boolean}[],
 *   faq?: {question: string, answer: string}[]}} Site
 */
export {};
