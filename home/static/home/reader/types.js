/**
 * The shapes of the public API's answers, by the names they have here (JSDoc types only; nothing runs here). They are
 * generated from the OpenAPI document when they are checked (tests/node), so that the page and the API cannot disagree.
 *
 * @typedef {import("evident-api").components["schemas"]} Schemas
 * @typedef {Schemas["ArticleImage"]} Image
 * @typedef {Image["renditions"][number]} Rendition
 * @typedef {Partial<Image> & {url?: string}} Picture an image of the API, or the address of one
 * @typedef {Schemas["Person"]} Person
 * @typedef {Schemas["Reviewer"]} Reviewer
 * @typedef {Schemas["Topic"]} Topic
 * @typedef {Schemas["Certainty"]} Certainty
 * @typedef {Schemas["ArticleCard"]} ArticleCard
 * @typedef {Schemas["ArticleCardList"]} ArticleCards
 * @typedef {Schemas["ArticleDocument"]} Article
 * @typedef {Schemas["TopicDocument"]} TopicDocument
 * @typedef {Schemas["AuthorDocument"]} AuthorDocument
 * @typedef {Schemas["ArticleCitation"]} Citations
 * @typedef {Schemas["Block"]} Block
 * @typedef {Article["references"][number]} Reference
 * @typedef {Article["evidence"]} EvidenceSummary
 * @typedef {Partial<Schemas["Site"]>} Site empty where it could not be had
 * @typedef {Schemas["Link"]} SiteLink
 */
/**
 * @template {Block["type"]} T
 * @typedef {Extract<Block, {type: T}>} BlockOf a block of one type
 */
/** @typedef {BlockOf<"benefit"|"mechanism">} Claim */
/** @typedef {BlockOf<"benefit"|"mechanism"|"evidence">} Sourced a block that rests on sources */
/** @typedef {Sourced["value"]["sources"][number]} Source */
/** @typedef {Source["direction"]} Direction */
/** @typedef {NonNullable<Source["effect"]>} Effect */
export {};
