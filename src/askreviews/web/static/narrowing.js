// Runs once in the gr.HTML of the filters, which gives it `element`, `trigger` and `watch`.

const picked = () => {
  const filters = {};
  for (const field of element.querySelectorAll("input:checked, select")) {
    if (field.value) (filters[field.name] ??= []).push(field.value);
  }
  return filters;
};
// Before the page has its own conversation, what is chosen would be lost.
const choose = async (filters) => {
  await window.askreviews.arrived;
  trigger("apply", filters);
};
let open = false;
let focus = null;

element.addEventListener("change", () => choose(picked()));
element.addEventListener("toggle", ({ target }) => { open = target.open; }, true);
element.addEventListener("click", ({ target }) => {
  const chip = target.closest(".ask-chip");
  if (!chip) return;
  const filters = "clear" in chip.dataset ? {} : picked();
  const { key, value } = chip.dataset;
  if (key) filters[key] = (filters[key] ?? []).filter((other) => other !== value);
  focus = [...element.querySelectorAll(".ask-chip")].indexOf(chip);
  choose(filters);
});

watch("value", () => {
  const details = element.querySelector("details");
  if (details && open) details.setAttribute("open", "");
  // What is checked by hand no longer follows the attribute, which the server has just set.
  for (const box of element.querySelectorAll("input")) box.checked = box.hasAttribute("checked");
  for (const choice of element.querySelectorAll("select")) {
    choice.value = choice.querySelector("option[selected]")?.value ?? "";
  }
  if (focus === null) return;
  const chips = element.querySelectorAll(".ask-chip"); // the one pressed is gone
  (chips[Math.min(focus, chips.length - 1)] ?? element.querySelector("summary"))?.focus();
  focus = null;
});
