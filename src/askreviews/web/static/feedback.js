// Runs once in the gr.HTML of the conversation, which gives it `element`, `trigger` and `watch`.

// Every event of a form below an answer is caught here, since the forms come and go.
let sending = null;
element.addEventListener("submit", (event) => {
  const form = event.target.closest(".ask-feedback form");
  if (!form) return;
  event.preventDefault();
  sending = form.closest(".ask-feedback").id;
  const said = new FormData(form);
  trigger("submit", {
    turn: Number(form.dataset.turn),
    opinion: said.get("opinion"),
    comment: said.get("comment"),
    useful: said.getAll("useful").map(Number),
  });
});

// A new answer brings new HTML: the forms that stood unfolded stay so.
const unfoldedForms = new Set();
element.addEventListener("toggle", ({ target }) => {
  if (target.id.startsWith("feedback-")) unfoldedForms[target.open ? "add" : "delete"](target.id);
}, true);

watch("value", () => {
  for (const id of unfoldedForms) {
    const details = document.getElementById(id);
    if (details) details.open = true;
    else unfoldedForms.delete(id);
  }
  // Once kept, the form is gone, and the button that had the focus with it.
  if (sending && !element.querySelector(`#${sending} form`)) {
    if (document.activeElement === document.body) {
      element.querySelector(`#${sending} summary`)?.focus();
    }
    sending = null;
  }
});
