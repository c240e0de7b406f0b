// Runs once in the gr.HTML of "Add documents", which gives it `element`, `trigger`, `upload`, `watch`.

const find = (selector) => element.querySelector(selector);
const all = (selector) => [...element.querySelectorAll(selector)];

// A button that was pressed goes away with what it did, and would take the focus with it.
let acted = false;
const act = (event, data) => {
  acted = true;
  trigger(event, data);
};

const slot = (part) => Number(part.closest("[data-slot]").dataset.slot);
const filled = (form) => ({ slot: slot(form), fields: [...new FormData(form)] });

// --- files on their way ---

const tell = (words, done, total) => {
  const label = document.createElement("label");
  label.htmlFor = "add-bar";
  label.textContent = words;
  const bar = document.createElement("progress");
  Object.assign(bar, { id: "add-bar", max: total, value: done });
  find(".add-progress").replaceChildren(label, bar);
};

const send = async (files) => {
  const most = Number(find(".add").dataset.most);
  const sent = [];
  for (const [place, file] of files.entries()) {
    tell(`Sending ${place + 1} of ${files.length}: ${file.name}`, place, files.length);
    const { name, size } = file;
    let path = null;
    if (size <= most && !file.folder) {
      path = await upload(file).then((received) => received.path, () => null);
    }
    sent.push({ name, size, path, folder: Boolean(file.folder) });
  }
  find(".add-progress").replaceChildren();
  if (sent.length) trigger("upload", { files: sent });
};

// What is dropped beside the zone would otherwise be opened in place of the page.
const panel = element.closest('[role="tabpanel"]') ?? element;
const carries = (event) => event.dataTransfer?.types.includes("Files");
const over = (is) => find(".add-zone").classList.toggle("add-over", is);
panel.addEventListener("dragover", (event) => {
  if (!carries(event)) return;
  event.preventDefault();
  over(true);
});
panel.addEventListener("dragleave", (event) => {
  if (!panel.contains(event.relatedTarget)) over(false);
});
panel.addEventListener("drop", (event) => {
  if (!carries(event)) return;
  event.preventDefault();
  over(false);
  const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry?.());
  const folders = entries.filter((entry) => entry?.isDirectory).map((entry) => entry.name);
  const files = [...event.dataTransfer.files].filter((file) => !folders.includes(file.name));
  send([...files, ...folders.map((name) => ({ name, size: 0, folder: true }))]);
});
element.addEventListener("change", ({ target }) => {
  if (target.type !== "file") return;
  send([...target.files]);
  target.value = "";
});

// --- what is pressed ---

element.addEventListener("click", ({ target }) => {
  const pressed = target.closest("button");
  if (!pressed) return;
  if (pressed.matches(".add-choose")) find("input[type=file]").click();
  if (pressed.matches("[data-leave]")) act("clear", { slots: [slot(pressed)] });
  if (pressed.matches("[data-leave-all]")) act("clear", { slots: all(".add-form").map(slot) });
  if (pressed.matches("[data-keep-all]")) act("submit", { forms: all(".add-form").map(filled) });
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  act("submit", { forms: [filled(event.target)] });
});

// --- what comes back ---

// A new value folds up what stood unfolded. "toggle" does not bubble: it is caught on its way down.
const unfolded = new Set();
element.addEventListener("toggle", ({ target }) => unfolded[target.open ? "add" : "delete"](target.id), true);

watch("value", () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  const wrong = find('[aria-invalid="true"]');
  if (acted && wrong) wrong.focus();
  else if (acted && document.activeElement === document.body) find(".add-said").focus();
  if (!find(".add-progress progress")) acted = false;
});
