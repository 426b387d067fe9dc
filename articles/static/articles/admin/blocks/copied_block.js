/* Copies a block of one article to another: "Copy" at each block, "Paste" at each place where a block can be put.

   What is copied is kept on the server, for each person the last block, so that it is there in every window and browser.
   The copy gets ids of its own; the original stays as it is. */
(() => {
  const controls = new Set(); // of {button, body, control}: every place where something can be pasted
  let copied = null; // {type, title, source} or nothing
  let meta = null; // where to ask, and the words to say it with

  const { say } = window.articleBlocks;

  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");

  async function ask(url, options = {}) {
    const response = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin", ...options });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.message);
    return answer;
  }

  function know(answer) {
    copied = answer.copied;
    for (const place of controls) {
      if (!place.button.isConnected) controls.delete(place);
      else show(place);
    }
  }

  function show({ button, body }) {
    button.hidden = !copied;
    if (!copied) return;
    const takes = copied.type in body.blockDef.childBlockDefsByName;
    button.title = fill(takes ? meta.strings.paste : meta.strings.refused, copied);
    button.disabled = !takes;
    button.setAttribute("aria-label", button.title);
  }

  async function refresh() {
    if (!meta) return;
    try {
      know(await ask(meta.url));
    } catch {
      // Without an answer there is nothing to paste; copying says what is wrong.
    }
  }

  const nameOf = (child) =>
    child.block.getName?.() || child.getTextLabel({ maxLength: 60 }) || child.blockDef.meta.label;

  /** Send the fields of one block as its form has them. */
  async function copy(child) {
    const form = child.element.closest("form");
    const name = `${child.prefix}-value`;
    const fields = new FormData();
    for (const [field, value] of new FormData(form)) {
      if (field === name || field.startsWith(`${name}-`)) fields.append(field, value);
    }
    fields.append("copied_type", child.type);
    fields.append("copied_prefix", name);
    fields.append("copied_title", nameOf(child));
    fields.append("copied_source", form.querySelector("[name='title']")?.value ?? "");
    fields.append("csrfmiddlewaretoken", form.querySelector("[name='csrfmiddlewaretoken']").value);
    try {
      know(await ask(meta.url, { method: "POST", body: fields }));
      say(fill(meta.strings.copied, copied));
    } catch (error) {
      say(fill(meta.strings.failed, { reason: error.message }), "failed");
    }
  }

  async function paste({ body, control, button }) {
    button.disabled = true;
    try {
      const block = await ask(meta.pasteUrl);
      if (!(block.type in body.blockDef.childBlockDefsByName)) throw new Error(fill(meta.strings.refused, copied));
      body.add(block, control.index);
      say(fill(meta.strings.pasted, block));
    } catch (error) {
      say(fill(meta.strings.failed, { reason: error.message }), "failed");
    } finally {
      button.disabled = false;
    }
  }

  function drawn(icon) {
    return `<svg class="icon icon-${icon}" aria-hidden="true"><use href="#icon-${icon}"></use></svg>`;
  }

  /** Put "Copy" among the actions of a block. */
  function addTo(child) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--icon text-replace white";
    button.dataset.streamfieldAction = "COPY_BLOCK";
    button.title = child.sequence.blockDef.meta.clipboard.strings.copy;
    button.innerHTML = drawn("copy-block");
    button.addEventListener("click", (event) => {
      event.stopPropagation(); // a click on the header folds the block
      copy(child);
    });
    const duplicate = child.actionsContainerElement.querySelector("[data-streamfield-action='DUPLICATE']");
    (duplicate ?? child.actionsContainerElement.lastElementChild).after(button);
  }

  /** Put "Paste" beside the control that inserts a block; it shows as soon as something is copied. */
  function offerAt(control, body) {
    const first = !meta;
    meta = body.blockDef.meta.clipboard;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "c-sf-add-button article-body__paste";
    button.hidden = true;
    button.innerHTML = drawn("paste-block");
    control.element.classList.add("article-body__insert");
    control.element.append(button);
    const place = { button, body, control };
    button.addEventListener("click", () => paste(place));
    controls.add(place);
    if (copied) show(place);
    if (first) refresh();
  }

  // Somebody who comes back from another window may have copied something there.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
  window.addEventListener("focus", refresh);

  window.articleBlocks = { ...window.articleBlocks, clipboard: { addTo, offerAt } };
})();
