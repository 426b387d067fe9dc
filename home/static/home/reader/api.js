/** Speaks to the public API: JSON in and out, and one kind of error for everything that goes wrong. */

const BASE = document.documentElement.dataset.api ?? "/api/v2/";

/** An answer of 400 and above, in the API's error shape. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {{message?: string, code?: string, errors?: Record<string, {message: string, code: string}[]>}} answer
   * @param {number|null} retryAfter seconds
   */
  constructor(status, answer, retryAfter) {
    super(answer.message || "The server could not answer this request.");
    this.name = "ApiError";
    this.status = status;
    this.code = answer.code ?? "error";
    this.errors = answer.errors ?? {};
    this.retryAfter = retryAfter;
  }
}

/** No answer at all: offline, blocked, or the server is not there. */
export class OfflineError extends Error {
  constructor() {
    super("The server could not be reached.");
    this.name = "OfflineError";
  }
}

/** @param {Response} response */
function retryAfterOf(response) {
  const value = response.headers.get("Retry-After");
  if (!value) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(1, Math.ceil(seconds));
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(1, Math.ceil((at - Date.now()) / 1000));
}

/**
 * @param {string} path below the API's root
 * @param {RequestInit} options
 * @returns {Promise<{status: number, body: any, headers: Headers}>}
 */
async function answered(path, options) {
  let response;
  try {
    response = await fetch(BASE + path, options);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new OfflineError();
  }
  const text = response.status === 204 ? "" : await response.text();
  let body = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch {
    // A proxy's HTML error page: the status alone says enough.
    if (response.ok) throw new ApiError(502, { code: "unreadable" }, null);
  }
  if (!response.ok && response.status !== 304) throw new ApiError(response.status, body ?? {}, retryAfterOf(response));
  return { status: response.status, body, headers: response.headers };
}

/**
 * Reads a resource.
 * @param {string} path below the API's root, such as `articles/`
 * @param {{params?: Record<string, string|number|null|undefined>, signal?: AbortSignal}} [options]
 * @returns {Promise<any>} the answer
 * @throws {ApiError|OfflineError}
 */
export async function get(path, { params = {}, signal } = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  const address = query.size ? `${path}?${query}` : path;
  const { body } = await answered(address, {
    signal,
    headers: { Accept: "application/json" },
    // The server answers 304 when nothing changed: a reader never sees an older state than the one being asked about.
    cache: "no-cache",
  });
  return body;
}

/**
 * Sends something to be kept.
 * @param {string} path below the API's root
 * @param {object} sent
 * @returns {Promise<any>} the answer
 * @throws {ApiError|OfflineError}
 */
export async function post(path, sent) {
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  return (await answered(path, { method: "POST", headers, body: JSON.stringify(sent) })).body;
}

/**
 * Reads the draft behind a preview's token, unless it is still the one that is known by its ETag.
 * @param {string} token
 * @param {string} [etag] of what is known
 * @returns {Promise<{article: import("./types.js").Article, headers: Headers}|null>} null where nothing has changed
 * @throws {ApiError|OfflineError}
 */
export async function getDraft(token, etag = "") {
  const { status, body, headers } = await answered(`preview/?${new URLSearchParams({ token })}`, {
    headers: { Accept: "application/json", ...(etag ? { "If-None-Match": etag } : {}) },
    cache: "no-store",
  });
  return status === 304 ? null : { article: body, headers };
}
