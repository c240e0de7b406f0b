// Runs once in the gr.HTML of the viewer, which gives it `element`. A view is named by the address:
//   #view=document&spans=10-20,30-40&at=0      and &page=4 where another page was turned to

const site = window.askreviews;
const dialog = element.querySelector("dialog");
const part = (name) => dialog.querySelector(`[data-part="${name}"]`);
const button = (name) => dialog.querySelector(`[data-do="${name}"]`);
const title = dialog.querySelector("h2");
const body = part("body");
const UNREACHABLE = "This cannot be opened just now: the program that holds the documents does not answer. Try again in a moment.";

let asked = {}; // the view that the address names
let shown = { marks: [] }; // what came of it
let asking = 0; // only the last thing asked for is shown
let large = false;
let unfolded = false;
let before = ""; // the address that the viewer was opened from, and the link
let opener = null;

// --- where it stands ---

const isView = (fragment) => fragment.startsWith("#view=");

const address = () => {
  const { document, spans, at, page } = asked;
  const own = shown.marks[at]?.pages[0] ?? 1;
  const turned = page && shown.pages && page !== own ? { page } : {};
  return site.address({ view: document, spans, at, ...turned }).replaceAll("%2C", ",");
};

addEventListener("hashchange", ({ oldURL }) => {
  const old = new URL(oldURL).hash;
  if (!isView(old)) before = old;
  if (dialog.open && !isView(location.hash)) dialog.close(); // the browser's own way back
}, { capture: true });

document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("a[href]");
  if (link && isView(link.hash) && !dialog.contains(link)) opener = link;
}, { capture: true });

// --- closing ---

// Closed by button, Escape or the way back: the address from before stands again.
dialog.addEventListener("close", () => {
  asking += 1;
  body.replaceChildren();
  part("said").textContent = "";
  if (isView(location.hash)) site.stand(before);
  const same = opener && [...document.querySelectorAll("a[href]")].find((link) => link.hash === opener.hash);
  const back = opener?.isConnected ? opener : same;
  (back ?? document.querySelector('#ask-tabs [role="tab"][aria-selected="true"]'))?.focus();
  opener = null;
  before = "";
});

// --- a view ---

const ask = async (next) => {
  asked = next;
  const mine = asking += 1;
  body.setAttribute("aria-busy", "true");
  const given = Object.entries(next).filter(([, value]) => value !== null && value !== undefined);
  const reply = await fetch(`page-view?${new URLSearchParams(given)}`)
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  if (mine !== asking) return;
  body.removeAttribute("aria-busy");
  show(reply ?? { problem: UNREACHABLE, marks: [] });
};

const show = (view) => {
  const opening = dialog.classList.contains("view-opening");
  shown = view;
  dialog.classList.remove("view-opening");
  dialog.classList.toggle("view-problem", Boolean(view.problem));
  if (view.problem) {
    title.textContent = "This cannot be shown";
    body.innerHTML = `<p class="view-note">${view.problem}</p>`;
    part("said").textContent = body.textContent;
    return;
  }
  title.innerHTML = view.title;
  part("file").innerHTML = `File: ${view.file}`;
  body.innerHTML = view.body;
  body.setAttribute("aria-label", view.pages ? "Page" : "Text");
  body.scrollTo(0, 0);
  asked = { ...asked, at: view.at, page: view.page };
  draw();
  settle(opening ? `${title.textContent}. ` : "");
};

// Shows the state of things: the current mark, where it is, what can be done from here.
const settle = (first = "") => {
  const { marks, pages, page } = shown;
  const mark = marks[asked.at];
  const away = Boolean(mark && pages && mark.pages.length && !mark.pages.includes(page));
  part("whose").innerHTML = mark ? mark.whose : shown.whose;
  part("steps").hidden = marks.length === 0;
  part("turns").hidden = !pages;
  part("step").textContent = `Quotation ${asked.at + 1} of ${marks.length}`;
  part("page").textContent = `Page ${page} of ${pages}`;
  enable("before", asked.at > 0);
  enable("after", asked.at < marks.length - 1);
  enable("page-before", page > 1);
  enable("page-after", page < pages);
  if (!away && document.activeElement === button("back")) title.focus();
  button("back").hidden = !away;
  button("zoom").hidden = !body.querySelector("img");
  part("copied").textContent = "";
  const keep = dialog.querySelector(".keep");
  if (keep) {
    keep.hidden = !mark;
    keep.dataset.document = asked.document;
    keep.dataset.keep = String(asked.spans).split(",")[asked.at] ?? "";
  }
  for (const each of body.querySelectorAll("[data-marks]")) {
    const current = each.dataset.marks.split(" ").includes(String(asked.at));
    current ? each.setAttribute("aria-current", "true") : each.removeAttribute("aria-current");
  }
  if (!away) reveal();
  site.stand(address());
  const where = pages ? `page ${page} of ${pages}` : "";
  const quoted = mark && !away ? [part("step").textContent, where].filter(Boolean).join(", ") + `: “${mark.words}”` : where;
  part("said").textContent = first + quoted;
};

// At the ends a button stays where it is, so that the focus does too.
const enable = (name, can) => button(name).setAttribute("aria-disabled", String(!can));

// On the image, or in the text below it where that was unfolded.
const reveal = () => {
  const within = body.querySelector("details[open]") ?? body;
  within.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "start", inline: "start" });
};

body.addEventListener("toggle", ({ target }) => {
  unfolded = target.open;
  if (unfolded) reveal();
}, true);

// --- the image ---

const draw = () => {
  const image = body.querySelector("img");
  dialog.classList.toggle("view-large", large);
  button("zoom").textContent = large ? "Fit to width" : "Larger";
  if (!image) return;
  body.querySelector("details").open = unfolded;
  image.dataset.small ??= image.getAttribute("src");
  image.src = large ? image.dataset.large : image.dataset.small;
};

// Where there is no image after all, the server says why in a sentence.
body.addEventListener("error", async ({ target }) => {
  const reply = await fetch(target.src).catch(() => null);
  const told = document.createElement("p");
  told.className = "view-note";
  told.textContent = reply && !reply.ok ? await reply.text() : UNREACHABLE;
  target.closest(".view-paper")?.replaceWith(told);
  body.querySelector("details")?.setAttribute("open", "");
}, true);

// --- what the buttons do ---

const step = (by) => {
  const at = Number(asked.at) + by;
  const page = shown.marks[at].pages[0];
  if (page && page !== shown.page) return ask({ ...asked, at, page: null });
  asked = { ...asked, at };
  settle();
};

const turn = (by) => ask({ ...asked, page: Number(asked.page) + by });

const does = {
  close: () => dialog.close(),
  before: () => step(-1),
  after: () => step(1),
  back: () => step(0),
  "page-before": () => turn(-1),
  "page-after": () => turn(1),
  zoom() {
    large = !large;
    draw();
    reveal();
    part("said").textContent = large ? "Shown larger" : "Shown as wide as the window";
  },
  async copy() {
    const done = await site.copy(location.href);
    part("copied").textContent = done ? "Link copied" : "Copy it from the address bar";
  },
};

dialog.addEventListener("click", ({ target }) => {
  const pressed = target.closest("[data-do]");
  if (pressed && pressed.getAttribute("aria-disabled") !== "true" && !body.hasAttribute("aria-busy")) does[pressed.dataset.do]();
  else if (pressed?.dataset.do === "close") dialog.close();
});

// --- opening: last, since the page may stand at a view already ---

site.on("view", (parts) => {
  if (!dialog.open) {
    title.textContent = "Opening the document…";
    dialog.classList.add("view-opening");
    dialog.classList.remove("view-problem");
    body.replaceChildren();
    dialog.showModal();
    title.focus();
  }
  ask({ document: parts.get("view"), spans: parts.get("spans") ?? "", at: parts.get("at") ?? 0, page: parts.get("page") });
});
