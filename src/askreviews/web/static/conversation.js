// Runs once in the gr.HTML of the conversation, which gives it `element` and `watch`.

// A new question goes to the top of the window, so that its answer is read from its start.
let turns = 0;
watch("value", () => {
  const shown = element.querySelectorAll(".ask-turn");
  if (shown.length > turns) shown[shown.length - 1].scrollIntoView({ block: "start" });
  turns = shown.length;
});
