// Runs once in the gr.HTML of a review's own page, which gives it `element`, `trigger`, `watch`.
// The list and the page stand beside one another; which of them shows, #library says.

const library = document.getElementById("library");
const page = () => element.querySelector("[data-page]");
let wanted = null; // the review that the address names
let part = null; // and which part of it
let left = null; // the link that led here, by its address

const show = (what) => {
  library.dataset.shown = what;
};

const arrive = () => {
  if (wanted === null || page()?.dataset.page !== wanted) return;
  show("review");
  const heading = part && element.querySelector(`#lib-part-${CSS.escape(part)}`);
  (heading || element.querySelector("h2")).focus({ preventScroll: true });
  (heading || element).scrollIntoView({ block: "start" });
};

const open = (parts) => {
  const same = parts.get("review") === wanted && (parts.get("part") ?? null) === part;
  if (same && library.dataset.shown === "review") return; // back from a page that lay over it
  if (library.dataset.shown !== "review") left = document.activeElement?.getAttribute?.("href");
  wanted = parts.get("review");
  part = parts.get("part") ?? null;
  if (page()?.dataset.page === wanted) {
    arrive();
  } else {
    show("opening");
    trigger("submit", { review: wanted });
  }
};

// To a part of the list that an address names, else back to the row that was left.
const back = (parts) => {
  const was = wanted;
  wanted = null;
  show("list");
  const heading = document.getElementById(`lib-at-${parts?.get("library")}`);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: "start" });
  if (heading || was === null) return;
  const links = [...library.querySelectorAll('#library-held a[href*="review="]')];
  const from = links.find((link) => link.getAttribute("href") === left);
  const row = library.querySelector(`tr[data-review="${CSS.escape(was)}"]:not([hidden]) a`);
  const target = from ?? row ?? library.querySelector("#lib-find");
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: "center" });
};

watch("value", arrive);
// Documents come and go: with a list read anew, the page that stands open is read anew too.
document.addEventListener("library:read", () => {
  if (wanted !== null) trigger("submit", { review: wanted });
});
window.askreviews.on("review", open);
window.askreviews.on("library", back);
// The browser's own "back", from a review to the address that had no fragment.
addEventListener("hashchange", ({ oldURL }) => {
  if (!location.hash && new URL(oldURL).hash.startsWith("#review=")) back();
});
