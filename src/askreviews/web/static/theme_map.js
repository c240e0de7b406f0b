// Runs once in the gr.HTML of the map, which gives it `element` and `watch`.
// Draws the map from the rows of the list that fit what was chosen: themes down, reviews across.

const made = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};
const unseen = (words) => made("span", { class: "ask-unseen" }, words);
const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const { address } = window.askreviews;

// What the list shows, most recent first; one of several copies of a text stands for them all.
const reviews = () => {
  const seen = new Set();
  const shown = [...document.querySelectorAll("#library-list tr[data-fits]")]
    .filter(({ dataset }) => {
      const text = dataset.copy || dataset.review;
      return !seen.has(text) && seen.add(text);
    })
    .map((row) => ({
      id: row.dataset.review,
      label: row.querySelector("th a").textContent,
      document: row.dataset.document,
      case: row.dataset.case,
      published: row.dataset.published,
      said: new Map(row.dataset.said.split(" ").filter(Boolean).map((one) => one.split(":"))),
    }));
  return shown.sort((a, b) => (a.published === "") - (b.published === "")
    || b.published.localeCompare(a.published));
};

const cell = (review, theme, words) => {
  if (!review.said.has(theme)) return made("td", { tabindex: "-1" }, unseen("no sentence found"));
  const spans = review.said.get(theme);
  const href = spans ? address({ view: review.document, spans, at: 0 }) : address({ review: review.id });
  const name = spans ? `${review.label}: ${words}` : `${review.label}: ${words}, stated with the file`;
  const mark = made("span", { class: spans ? "lib-mark" : "lib-mark lib-mark-bare" });
  return made("td", {}, made("a", { href, tabindex: "-1", "aria-label": name, title: name }, mark));
};

const count = (held, theme, cases) => {
  const found = new Set(held.filter((r) => r.said.has(theme)).map((r) => r.case)).size;
  const bar = made("span", { class: "lib-bar", "aria-hidden": "true" });
  bar.style.setProperty("--lib-share", cases ? found / cases : 0);
  return made("td", { class: "lib-share", tabindex: "-1" }, `${found} of ${cases}`, bar);
};

const tell = (held, shown, cases) => {
  const several = cases < held.length;
  const most = shown.length < held.length
    ? `The map shows the ${shown.length} most recent of ${counted(held.length, "review")}; narrow the list to see others. `
    : "";
  const of = several ? `the ${counted(cases, "case")} that these ${counted(held.length, "review")} are of`
    : counted(held.length, "review");
  return `${most}Counts are of ${of}${most ? ", those not drawn included" : ""}.`;
};

const draw = () => {
  const grid = element.querySelector(".lib-grid");
  if (!grid) return;
  const held = reviews();
  element.querySelector(".lib-map").hidden = held.length === 0;
  const shown = held.slice(0, Number(grid.dataset.columns));
  const cases = new Set(held.map((review) => review.case)).size;
  const noun = cases < held.length ? "Cases" : "Reviews";
  const head = made("tr", {}, made("th", { scope: "col", tabindex: "-1" }, "Theme"));
  for (const { id, label } of shown) {
    const link = made("a", { href: address({ review: id }), tabindex: "-1", title: label }, label);
    head.append(made("th", { scope: "col", class: "lib-upright" }, link));
  }
  head.append(made("th", { scope: "col", class: "lib-share", tabindex: "-1" }, noun));
  const body = made("tbody");
  for (const [theme, words] of JSON.parse(grid.dataset.themes)) {
    const row = made("tr", {}, made("th", { scope: "row", tabindex: "-1" }, words));
    row.append(...shown.map((review) => cell(review, theme, words)), count(held, theme, cases));
    body.append(row);
  }
  grid.replaceChildren(made("thead", {}, head), body);
  enter(stop(grid.rows[1]?.cells[1] ?? grid.rows[0].cells[0]));
  element.querySelector(".lib-map-shown").textContent = tell(held, shown, cases);
};

// --- one stop for the Tab key, arrows within (the grid pattern of the ARIA practices) ---

const stop = (of) => of?.querySelector("a") ?? of;

const enter = (target) => {
  element.querySelector('.lib-grid [tabindex="0"]')?.setAttribute("tabindex", "-1");
  target?.setAttribute("tabindex", "0");
};

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const next = (event, grid, at) => {
  const row = at.parentElement.rowIndex;
  const last = grid.rows[row].cells.length - 1;
  if (event.key === "Home") return grid.rows[event.ctrlKey ? 0 : row].cells[0];
  if (event.key === "End") return grid.rows[event.ctrlKey ? grid.rows.length - 1 : row].cells[last];
  const [down, across] = STEPS[event.key] ?? [];
  return grid.rows[row + down]?.cells[at.cellIndex + across];
};

element.addEventListener("keydown", (event) => {
  const at = event.target.closest(".lib-grid td, .lib-grid th");
  if (!at || event.altKey || event.metaKey || !(event.key in STEPS || /^(Home|End)$/.test(event.key))) return;
  event.preventDefault();
  const target = stop(next(event, at.closest("table"), at));
  target?.focus();
  target?.scrollIntoView({ block: "nearest", inline: "nearest" });
});
element.addEventListener("focusin", ({ target }) => {
  if (target.closest(".lib-grid")) enter(target);
});

document.addEventListener("library:listed", draw);
watch("value", draw);
draw();
