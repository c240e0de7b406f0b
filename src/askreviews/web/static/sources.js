// Runs once in the gr.HTML of the sources, which gives it `element` and `watch`.

// Where the panel scrolls by itself, the cards of the newest answer come into view.
let groups = 0;
watch("value", () => {
  const panel = element.closest("#ask-side");
  const shown = element.querySelectorAll(".ask-group");
  if (shown.length > groups) {
    const newest = shown[shown.length - 1].getBoundingClientRect();
    panel.scrollTop += newest.top - panel.getBoundingClientRect().top;
  }
  groups = shown.length;
});
