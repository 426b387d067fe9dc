/** Shows an image of the API through the renditions that exist, the best format first. */

import { el } from "./dom.js";
import { onThisHost } from "./origin.js";

/** Formats in the order a browser should try them; the last ones are understood everywhere. */
const FORMATS = ["avif", "webp", "jpeg", "jpg", "png", "gif", "svg"];
const MODERN = new Set(["avif", "webp"]);

/** @param {import("./types.js").Rendition[]} renditions */
function byFormat(renditions) {
  /** @type {Map<string, import("./types.js").Rendition[]>} */
  const groups = new Map();
  for (const rendition of renditions) {
    const format = rendition.format ?? "jpeg";
    groups.set(format, [...(groups.get(format) ?? []), rendition]);
  }
  return [...groups].sort(([a], [b]) => FORMATS.indexOf(a) - FORMATS.indexOf(b));
}

/** @param {import("./types.js").Rendition[]} renditions */
const srcset = (renditions) => renditions.map(({ url, width }) => `${onThisHost(url)} ${width}w`).join(", ");

/**
 * A `<picture>`, or null where there is no image to show.
 * @param {import("./types.js").Picture|null|undefined} image
 * @param {{sizes: string, alt?: string, eager?: boolean}} options `alt` overrides the image's own; "" is decoration
 */
export function picture(image, { sizes, alt, eager = false }) {
  const renditions = image?.renditions ?? [];
  if (!image || (!renditions.length && !image.url)) return null;
  const groups = byFormat(renditions);
  const [, plain] = groups.findLast(([format]) => !MODERN.has(format)) ?? groups.at(-1) ?? ["", []];
  const largest = [...plain].sort((a, b) => b.width - a.width)[0];
  const img = el("img", {
    src: onThisHost(largest?.url ?? image.url ?? ""),
    srcset: plain.length > 1 ? srcset(plain) : null,
    sizes: plain.length > 1 ? sizes : null,
    alt: alt ?? image.alt ?? "",
    width: largest?.width ?? image.width,
    height: largest?.height ?? image.height,
    loading: eager ? null : "lazy",
    decoding: "async",
  });
  // A crop keeps what the editor marked as the subject; set on the object, as the policy forbids style attributes.
  const { focal_point: focus, width, height } = image;
  if (focus && width && height) {
    img.style.objectPosition = `${(100 * focus.x) / width}% ${(100 * focus.y) / height}%`;
  }
  const sources = groups
    .filter(([, group]) => group !== plain)
    .map(([format, group]) => el("source", { type: `image/${format}`, srcset: srcset(group), sizes }));
  return el("picture", {}, sources, img);
}
