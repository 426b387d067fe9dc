/* Lets an autosave that is on its way arrive before the form is sent.

   Both would be stored at once otherwise, and a form that comes back with errors would be taken for older than the version
   that its own autosave has just made: “Saving will overwrite a newer version”, and autosave stays off. */
(() => {
  const FORM = "[data-edit-form]";
  const LONGEST_WAIT = 10_000; // milliseconds
  let isSaving = false;
  let isSending = false;

  document.addEventListener("w-autosave:save", (event) => {
    if (isSending) event.preventDefault();
    else isSaving = true;
  });

  function send(form, submitter) {
    if (submitter?.name) {
      // The button may be disabled by now, and would not be sent.
      const pressed = document.createElement("input");
      Object.assign(pressed, { type: "hidden", name: submitter.name, value: submitter.value });
      form.append(pressed);
    }
    form.requestSubmit();
  }

  function onceSaved(act) {
    const events = ["w-autosave:success", "w-autosave:error"];
    const done = () => {
      clearTimeout(timer);
      for (const name of events) document.removeEventListener(name, done);
      isSaving = false;
      act();
    };
    const timer = setTimeout(done, LONGEST_WAIT);
    for (const name of events) document.addEventListener(name, done);
  }

  for (const name of ["w-autosave:success", "w-autosave:error"]) {
    document.addEventListener(name, () => {
      isSaving = false;
    });
  }

  let isWaiting = false;
  document.addEventListener(
    "submit",
    (event) => {
      if (!event.target.matches(FORM)) return;
      if (isSaving) {
        event.preventDefault();
        event.stopImmediatePropagation();
        if (!isWaiting) onceSaved(() => send(event.target, event.submitter));
        isWaiting = true;
        return;
      }
      // Nothing is autosaved any more while the form is sent; should that come to nothing, autosave goes on.
      isSending = true;
      setTimeout(() => {
        isSending = isWaiting = false;
      }, LONGEST_WAIT);
    },
    true,
  );
})();
