/** Speaks to the public API the script came from: JSON in and out, and one kind of error for all that goes wrong. */

import { readerName } from "./storage.js";

/** An answer of 400 and above, in the API's error shape; status 0 is no answer at all. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {{message?: string, code?: string, errors?: Record<string, {message: string, code: string}[]>}} [answer]
   * @param {string|null} [retryAfter] the header, in seconds
   */
  constructor(status, answer = {}, retryAfter = null) {
    super(answer.message || `HTTP ${status}`);
    this.status = status;
    this.code = answer.code ?? "";
    this.errors = answer.errors ?? {};
    this.retryAfter = Number(retryAfter) || null;
  }
}

/** The API as one element asks it. */
export class Api {
  /** @param {string} base its root @param {AbortSignal} signal ends all reading @param {() => string} token of the site's own users, or empty */
  constructor(base, signal, token) {
    this.base = base;
    this.signal = signal;
    this.token = token;
  }

  /**
   * @param {string} path
   * @param {RequestInit & {headers?: Record<string, string>}} options
   * @returns {Promise<{status: number, body: any, etag: string}>}
   */
  async #answer(path, options) {
    const headers = { Accept: "application/json", ...options.headers };
    let response;
    try {
      response = await fetch(this.base + path, { ...options, headers });
    } catch (error) {
      if (this.signal.aborted) throw error;
      throw new ApiError(0);
    }
    const { status } = response;
    const body = await response.json().catch(() => null);
    if (status >= 400) throw new ApiError(status, body ?? {}, response.headers.get("Retry-After"));
    // A proxy's page is no answer.
    if (!body && status < 204) throw new ApiError(502);
    return { status, body, etag: response.headers.get("ETag") ?? "" };
  }

  /**
   * Reads a resource, as new as the server has it.
   * @param {string} path below the API's root
   * @param {Record<string, string|number|null|undefined>} [query]
   */
  async get(path, query = {}) {
    return (await this.getTagged(path, query)).body;
  }

  /** Reads what the form needs, and as whom its reader is known. @param {number} page @returns {Promise<import("./form.js").Rules>} */
  async getForm(page) {
    return (await this.#answer(`comments/form/?page=${page}`, { signal: this.signal, cache: "no-store", headers: this.#reader(false) })).body;
  }

  /** Reads what is the reader's own in a discussion. @param {number} page @param {string[]} tokens that prove which comments are theirs */
  async getMine(page, tokens) {
    const headers = { ...this.#reader(), ...(tokens.length ? { "X-Edit-Token": tokens.slice(-50).join() } : {}) };
    return (await this.#answer(`comments/mine/?page=${page}`, { signal: this.signal, cache: "no-store", headers })).body;
  }

  /** Who asks: a user of the site around, or this browser if it is `named`. @returns {Record<string, string>} */
  #reader(named = true) {
    const token = this.token();
    return token ? { Authorization: `Bearer ${token}` } : named ? { "X-Reader": readerName() } : {};
  }

  /** Somebody signed in to this very server is recognised by its own cookie; then Django asks for this one as well. */
  get csrf() {
    return (new URL(this.base, location.href).origin === location.origin && /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1]) || "";
  }

  /**
   * The same with its ETag; where `etag` is given and still that of the resource, its body is null.
   * @param {string} path
   * @param {Record<string, string|number|null|undefined>} query
   * @param {string} [etag]
   */
  getTagged(path, query, etag = "") {
    const chosen = Object.entries(query).filter(([, value]) => value);
    return this.#answer(`${path}?${new URLSearchParams(/** @type {any} */ (chosen))}`, etag
      ? { signal: this.signal, cache: "no-store", headers: { "If-None-Match": etag } }
      : { signal: this.signal, cache: "no-cache" });
  }

  /**
   * Writes a resource; the status tells what became of it.
   * @param {'POST'|'PATCH'|'PUT'|'DELETE'} method
   * @param {string} path
   * @param {{body?: object, headers?: Record<string, string>}} [options]
   */
  send(method, path, { body, headers = {} } = {}) {
    const { csrf } = this;
    return this.#answer(path, {
      method,
      headers: { ...this.#reader(), ...(body ? { "Content-Type": "application/json" } : {}), ...(csrf ? { "X-CSRFToken": csrf } : {}), ...headers },
      body: body ? JSON.stringify(body) : undefined,
    });
  }
}
