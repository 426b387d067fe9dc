// The import of references: files dropped on the page, all entries ticked at once, and the saving in parts.

(() => {
    const drop = document.querySelector('[data-drop]');
    if (drop) {
        const input = drop.querySelector('input[type="file"]');
        const chosen = drop.querySelector('[data-chosen]');
        const tell = () => {
            chosen.textContent = [...input.files].map((file) => file.name).join(', ');
        };
        const mark = (event) => {
            event.preventDefault();
            drop.classList.add('reference-import__drop--over');
        };
        const unmark = () => drop.classList.remove('reference-import__drop--over');
        drop.addEventListener('dragenter', mark);
        drop.addEventListener('dragover', mark);
        drop.addEventListener('dragleave', unmark);
        drop.addEventListener('drop', (event) => {
            event.preventDefault();
            unmark();
            if (event.dataTransfer.files.length) {
                input.files = event.dataTransfer.files;
                tell();
            }
        });
        input.addEventListener('change', tell);
    }

    const all = document.querySelector('[data-all]');
    if (all) {
        const ones = [...document.querySelectorAll('[data-one]')];
        const agree = () => {
            const ticked = ones.filter((one) => one.checked).length;
            all.checked = ticked === ones.length;
            all.indeterminate = ticked > 0 && ticked < ones.length;
        };
        all.addEventListener('change', () => ones.forEach((one) => { one.checked = all.checked; }));
        ones.forEach((one) => one.addEventListener('change', agree));
    }

    const form = document.querySelector('[data-step]');
    if (form) {
        const bar = form.querySelector('progress');
        const told = form.querySelector('[data-told]');
        const failed = form.querySelector('[data-failed]');
        const button = form.querySelector('[data-go]');
        const step = async () => {
            button.hidden = true;
            failed.hidden = true;
            try {
                let answer;
                do {
                    const response = await fetch(form.action, {
                        method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' },
                    });
                    if (!response.ok) throw new Error(String(response.status));
                    answer = await response.json();
                    bar.value = answer.done;
                    told.textContent = answer.done.toLocaleString(document.documentElement.lang || 'en');
                } while (!answer.is_finished);
                window.location.reload();
            } catch {
                failed.hidden = false;
                button.hidden = false;
            }
        };
        form.addEventListener('submit', (event) => {
            event.preventDefault();
            step();
        });
        step();
    }
})();
