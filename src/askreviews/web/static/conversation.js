// Runs once in the gr.HTML of the conversation, which gives it `element`, `trigger` and `watch`.

const page = window.askreviews;
const box = () => document.querySelector("#ask-question textarea, #ask-question input");

// Of an address, the question and what the reviews are narrowed to.
const read = (parts) => {
  const filters = {};
  for (const [name, values] of parts) if (name !== "q") filters[name] = values;
  return { q: parts.get("q")?.[0], filters };
};

let arrived = false; // whether the server has given this page its own conversation
let nowArrived;
page.arrived = new Promise((resolve) => { nowArrived = resolve; });
page.onAll("q", (parts) => {
  const { q, filters } = read(parts);
  if (arrived && q && q !== last()?.dataset.asked) ask(q, filters);
});
trigger("load", { visit: page.visit(), ...read(page.parts()) });

// --- asking ---

const turns = () => [...element.querySelectorAll(".ask-turn")];
const last = () => turns().at(-1);

// Shown before the server has heard of it, in the form that its first reply will have.
const pending = (question) => {
  if (!question.trim()) return;
  const shown = element.querySelector("section");
  if (!shown || shown.querySelector(".ask-turn.ask-waiting")) return;
  if (turns().length === 0) shown.replaceChildren();
  const turn = document.createElement("article");
  turn.className = "ask-turn ask-waiting";
  turn.innerHTML = '<h2 class="ask-question" tabindex="-1"></h2>'
    + '<div class="ask-answer"><p class="ask-status ask-open">Reading the documents…</p></div>';
  turn.querySelector("h2").textContent = question.trim();
  shown.append(turn);
  turn.scrollIntoView({ block: "start" });
};
const ask = (question, filters) => {
  pending(question);
  trigger("example_select", filters ? { question, filters } : { question });
};
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing && event.target === box()) pending(box().value);
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest?.("#ask-go")) pending(box().value);
  const example = event.target.closest?.("[data-ask]");
  if (!example) return;
  box()?.focus(); // the examples go away, and the focus with them
  ask(example.dataset.ask);
}, true);

// --- what can be done with an answer ---

const tell = (words) => {
  const place = document.querySelector("#ask-said [role=status]");
  if (place) place.textContent = words;
};
element.addEventListener("click", async ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if ("edit" in button.dataset) trigger("edit", { turn: Number(button.dataset.edit) });
  const link = button.dataset.link && location.href.split("#")[0] + button.dataset.link;
  const text = button.dataset.copy ?? link;
  if (text === undefined) return;
  const done = await page.copy(text);
  tell(done ? "Copied." : "The browser did not allow copying.");
  button.classList.toggle("ask-done", done);
  setTimeout(() => button.classList.remove("ask-done"), 2000);
});
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("#ask-keep")) trigger("edit", { turn: null });
});

// --- what is new ---

// A new question goes to the top of the window, so that its answer is read from its start;
// one that is answered stands in the address, which opens it again.
let shown = 0;
let stands = "";
const unfolded = new Set();
watch("value", () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  const newest = last();
  const count = turns().length;
  if (arrived && count > shown) newest.scrollIntoView({ block: "start" });
  const address = newest?.dataset.address ?? "";
  if (address && address !== stands && (arrived || !location.hash)) page.stand(address);
  if (!newest && arrived && stands) page.stand("");
  if (address || !newest) stands = address;
  shown = count;
  if (element.querySelector("[data-arrived]")) {
    arrived = true;
    nowArrived();
  }
});
// Gradio takes "open" away when the answer below is shown anew; "toggle" does not bubble.
element.addEventListener("toggle", ({ target }) => {
  if (target.id.startsWith("unused-")) unfolded[target.open ? "add" : "delete"](target.id);
}, true);
