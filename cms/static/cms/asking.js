/* How the admin's scripts send something to this server. */

(() => {
  /** The present token: the page's own is worth nothing once its reader has signed in again in another tab. */
  const csrfToken = () =>
    document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || window.wagtailConfig.CSRF_TOKEN;

  /**
   * Posts a form and gives the object that is answered, whatever the status says of it.
   * Throws an Error that says `refused` to who may not (any more), and `failed` where no such answer came.
   */
  const post = async (url, body, { failed, refused }) => {
    body.delete("csrfmiddlewaretoken"); // the header's is newer
    let response;
    try {
      response = await fetch(url, {
        method: "POST",
        body,
        redirect: "error",
        credentials: "same-origin",
        headers: {
          Accept: "application/json",
          "X-Requested-With": "XMLHttpRequest",
          [window.wagtailConfig.CSRF_HEADER_NAME]: csrfToken(),
        },
      });
    } catch {
      throw new Error(failed);
    }
    if (response.status === 401 || response.status === 403) throw new Error(refused);
    const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
    if (!isJson) throw new Error(failed);
    return response.json();
  };

  window.evident = { csrfToken, post };
})();
