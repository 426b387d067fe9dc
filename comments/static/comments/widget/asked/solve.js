/** The work that a site may ask of browsers before a comment is sent; loaded by those alone that are asked. */

/**
 * Finds the number whose hash behind the salt is the challenge, and gives it as the server wants it.
 * @param {import("../form.js").Work} work
 */
export default async function solve({ algorithm, challenge, maxnumber, salt, signature }) {
  const encoder = new TextEncoder();
  const hash = async (/** @type {number} */ number) => {
    const bytes = new Uint8Array(await crypto.subtle.digest(algorithm, encoder.encode(salt + number)));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  // Some hundred at a time: waiting for each would take most of the time.
  for (let first = 0; first <= maxnumber; first += 500) {
    const found = await Promise.all(Array.from({ length: 500 }, (_, place) => hash(first + place)));
    const place = found.indexOf(challenge);
    if (place >= 0) return btoa(JSON.stringify({ algorithm, challenge, number: first + place, salt, signature }));
  }
  return "";
}
