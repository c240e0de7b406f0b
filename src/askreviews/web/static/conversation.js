// Runs once in the gr.HTML of the conversation, which gives it `element` and `watch`.

// Gradio sets <base>, by which "#…" names another page when ours has a query: name this one.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link) link.href = location.href.split("#")[0] + link.getAttribute("href");
});

// A new question goes to the top of the window, so that its answer is read from its start.
let turns = 0;
watch("value", () => {
  const shown = element.querySelectorAll(".ask-turn");
  if (shown.length > turns) shown[shown.length - 1].scrollIntoView({ block: "start" });
  turns = shown.length;
});
