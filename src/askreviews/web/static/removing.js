// Runs once in the gr.HTML of the dialog, which gives it `element`, `trigger` and `server`.

const dialog = element.querySelector("dialog");
let document_id = null;

// Wherever in the tab a button with data-remove stands, now or later.
const tab = element.closest('[role="tabpanel"]') ?? document;
tab.addEventListener("click", async ({ target }) => {
  const pressed = target.closest?.("[data-remove]");
  if (!pressed) return;
  document_id = pressed.dataset.remove;
  dialog.querySelector(".rem-words").innerHTML = await server.about(document_id);
  dialog.showModal(); // closed, it gives the focus back to what was pressed
  dialog.querySelector("h2").focus();
});

dialog.addEventListener("click", ({ target }) => {
  if (target.matches("[data-cancel]")) dialog.close();
  if (!target.matches("[data-confirm]")) return;
  dialog.close();
  trigger("delete", { document: document_id });
  // The button that led here goes away with the document, and so does a review's page.
  if (location.hash.startsWith("#review=")) location.hash = "#library=reviews";
  document.querySelector(".rem-said").focus();
});
