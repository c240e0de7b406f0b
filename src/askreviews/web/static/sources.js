// Runs once in the gr.HTML of the sources, which gives it `element` and `watch`.

// An answer brings a new panel: the pages that stood unfolded stay so. And where the panel
// scrolls by itself, the cards of the newest answer come into view.
const unfolded = new Set();
let groups = 0;
watch("value", () => {
  const panel = element.closest("#ask-side");
  const shown = element.querySelectorAll(".ask-group");
  if (shown.length === 0) unfolded.clear();
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  if (shown.length > groups) {
    const newest = shown[shown.length - 1].getBoundingClientRect();
    panel.scrollTop += newest.top - panel.getBoundingClientRect().top;
  }
  groups = shown.length;
});

// Neither "toggle" nor "error" bubbles, so both are caught on their way down.
element.addEventListener("toggle", ({ target }) => {
  if (target.matches(".ask-page")) unfolded[target.open ? "add" : "delete"](target.id);
}, true);

// Where there is no image, the server says why in a sentence.
element.addEventListener("error", async ({ target }) => {
  if (!target.matches(".ask-page img")) return;
  const said = document.createElement("p");
  const reply = await fetch(target.src).catch(() => null);
  said.textContent = reply ? await reply.text() : "The page cannot be shown just now.";
  target.replaceWith(said);
}, true);
