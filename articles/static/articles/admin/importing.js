// The import pages: which files were chosen or dropped, and how many types were changed. Both work without it.
(() => {
  const drop = document.querySelector("[data-import-drop]");
  if (drop) {
    const input = drop.querySelector("input[type=file]");
    const list = drop.querySelector("[data-import-files]");
    const show = () => {
      list.replaceChildren(
        ...Array.from(input.files, (file) => {
          const item = document.createElement("li");
          item.textContent = file.name;
          return item;
        }),
      );
      drop.classList.toggle("import-drop--filled", input.files.length > 0);
    };
    // The input lies over the whole area, so that the browser itself takes what is dropped on it.
    input.addEventListener("change", show);
    for (const name of ["dragenter", "dragover"]) {
      drop.addEventListener(name, () => drop.classList.add("import-drop--over"));
    }
    for (const name of ["dragleave", "dragend", "drop"]) {
      drop.addEventListener(name, () => drop.classList.remove("import-drop--over"));
    }
    show();
  }

  const review = document.getElementById("import-review");
  if (review) {
    const told = review.querySelector("[data-import-changed]");
    const sections = Array.from(review.querySelectorAll("[data-import-section]"));
    const count = () => {
      let changed = 0;
      for (const section of sections) {
        const type = section.querySelector("select").value;
        const differs = type !== section.dataset.proposed;
        section.className = `import-section import-section--${type}${differs ? " import-section--changed" : ""}`;
        changed += differs ? 1 : 0;
      }
      told.textContent = changed === 0 ? "" : changed === 1 ? told.dataset.one : told.dataset.many.replace("%d", changed);
    };
    review.addEventListener("change", count);
    count();
  }
})();
