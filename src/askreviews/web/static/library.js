// Runs once in the gr.HTML of the list, which gives it `element` and `watch`.
// Sorts and filters without a round trip; a map that stands elsewhere is told of each change.

const QUIET_MS = 400; // typing is over: what a screen reader says then, it says once
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const rows = () => [...element.querySelectorAll("tr[data-review]")];

// --- sorting ---

let sorted = { column: 0, order: "ascending" };

const sort = () => {
  const headings = [...element.querySelectorAll("thead th")];
  for (const [place, heading] of headings.entries()) {
    if (place === sorted.column) heading.setAttribute("aria-sort", sorted.order);
    else heading.removeAttribute("aria-sort");
  }
  const turned = sorted.order === "ascending" ? 1 : -1;
  const key = (row) => row.children[sorted.column].dataset.key;
  const keyed = rows().map((row) => [key(row), row]);
  // What is not stated comes last, whichever way the rest goes.
  keyed.sort(([a], [b]) => (a === "") - (b === "") || turned * collator.compare(a, b));
  element.querySelector("tbody")?.append(...keyed.map(([, row]) => row));
};

// --- filtering ---

const holds = (row, filter) => row.dataset[filter.dataset.filter].split("|").includes(filter.value);

const filter = () => {
  const find = element.querySelector("#lib-find");
  if (!find) return;
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = [...element.querySelectorAll("[data-filter]")].filter((select) => select.value);
  let left = 0;
  for (const row of rows()) {
    const fits = words.every((word) => row.dataset.words.includes(word))
      && chosen.every((select) => holds(row, select));
    row.toggleAttribute("data-fits", fits);
    left += fits;
  }
  element.querySelector(".lib-none").hidden = left > 0;
  element.querySelector(".lib-list").hidden = left === 0;
  element.querySelector(".lib-clear").hidden = words.length + chosen.length === 0;
  say(left);
  lay();
};

// Of a long list its first rows stand there, until all are asked for.
let all = false;
const lay = () => {
  const rest = element.querySelector(".lib-rest");
  if (!rest) return;
  const first = Number(rest.dataset.first);
  let place = 0;
  for (const row of rows()) {
    const fits = row.hasAttribute("data-fits");
    row.hidden = !fits || (!all && place >= first);
    place += fits;
  }
  rest.hidden = all || place <= first;
  rest.textContent = `Show the other ${place - first}`;
  document.dispatchEvent(new Event("library:listed"));
};

const showAll = () => {
  const next = rows().find((row) => row.hidden && row.hasAttribute("data-fits"));
  all = true;
  lay();
  next?.querySelector("a").focus(); // the button goes away, and focus with it
};

let saying;
const say = (left) => {
  clearTimeout(saying);
  const count = element.querySelector(".lib-count [role=status]");
  const total = Number(count.dataset.total);
  const noun = total === 1 ? "review" : "reviews";
  const words = left === total ? `${total} ${noun}` : `${left} of ${total} ${noun}`;
  saying = setTimeout(() => {
    if (count.textContent !== words) count.textContent = words;
  }, QUIET_MS);
};

element.addEventListener("input", () => {
  all = false;
  filter();
});
element.addEventListener("submit", (event) => event.preventDefault());
element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.matches(".lib-clear")) {
    element.querySelector("form").reset();
    filter();
    element.querySelector("#lib-find").focus(); // the button goes away, and focus with it
  }
  if (button?.matches(".lib-sort")) {
    const column = [...button.closest("tr").children].indexOf(button.closest("th"));
    const again = column === sorted.column && sorted.order === "ascending";
    sorted = { column, order: again ? "descending" : "ascending" };
    sort();
    lay();
  }
  if (button?.matches(".lib-rest")) showAll();
});

// A list that was read anew comes in the order of the server, and whole.
watch("value", () => {
  sort();
  filter();
  document.dispatchEvent(new Event("library:read"));
});
sort();
filter();
