// Runs once in the gr.HTML that stands outside the tabs, which gives it `element`, `trigger` and
// `watch`: it keeps quotations wherever in the page they stand, and sends what is done in the
// Prepare tab.

const page = window.askreviews;
const visit = page.visit();
const tab = () => document.getElementById("prepare");
const state = () => element.querySelector("[data-kept]");
let sent = 0; // each sending is counted, and its reply names it
const send = (event, values) => trigger(event, { visit, n: (sent += 1), ...values });
send("load", {});

// --- what is kept shows on every button, whenever one is drawn ---

let wanted = null; // what an address asks for, until the form is there
const choose = () => {
  const form = document.getElementById("prep-form");
  if (!wanted || !form?.checkVisibility()) return;
  const choice = form.querySelector(`input[value="${CSS.escape(wanted.get("prepare"))}"]`);
  const review = wanted.get("of");
  wanted = null;
  if (review) form.elements.review.value = review;
  if (choice) choice.checked = true;
  choice?.focus();
};

const show = () => {
  choose();
  if (!state()) return;
  const kept = new Set(JSON.parse(state().dataset.kept).map((place) => place.join("\n")));
  for (const button of document.querySelectorAll("button[data-keep]")) {
    const pressed = String(kept.has(`${button.dataset.document}\n${button.dataset.keep}`));
    if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
  }
  for (const line of document.querySelectorAll("[data-kept-line]")) {
    const words = kept.size ? `${kept.size} kept: prepare a session` : "";
    if (line.textContent !== words) line.textContent = words;
    line.closest("p").hidden = kept.size === 0;
  }
  const change = tab()?.querySelector(".prep-change");
  const changing = String(tab()?.dataset.changing === "yes");
  if (change && change.getAttribute("aria-pressed") !== changing) change.setAttribute("aria-pressed", changing);
};
let due = false;
new MutationObserver(() => {
  if (due) return;
  due = true;
  requestAnimationFrame(() => { due = false; show(); });
}).observe(document.body, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["aria-pressed", "data-keep"],
});

// --- where the focus goes once the answer is drawn ---

let then = null; // { go, n }: what to do after the reply to the n-th sending
const after = (go) => { then = { go, n: sent + 1 }; };
watch("value", () => {
  show();
  if (!then || Number(state()?.dataset.reply) < then.n) return;
  const { go } = then;
  then = null;
  requestAnimationFrame(() => setTimeout(go, 50));
});

const block = (name) => tab().querySelector(`[data-block="${CSS.escape(name)}"]`);

// The same button of the same line, wherever it stands now; one that left has a neighbour.
const back = (name, pressed, beside) => () => {
  const line = block(name) ?? block(beside);
  const same = line?.querySelector(`[data-do="${pressed}"]`);
  (same ?? line?.querySelector("[data-do]") ?? tab().querySelector("#prep-kept-title"))?.focus();
};

// --- what is pressed, chosen and typed ---

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("button[data-keep]");
  if (!button) return;
  send("submit", { do: "keep", document: button.dataset.document, keep: button.dataset.keep });
});

const clicked = (button) => {
  if (button.matches(".prep-change")) {
    tab().dataset.changing = tab().dataset.changing === "yes" ? "no" : "yes";
    show();
  }
  if (button.dataset.download) send("download", { form: button.dataset.download });
  const act = button.dataset.do;
  if (!act || button.getAttribute("aria-disabled") === "true") return;
  const line = button.closest("[data-block]");
  if (!line) {
    const name = button.form?.elements.name.value ?? "";
    after(act === "delete" ? sure : () => tab().querySelector("#prep-kept-title").focus());
    send("submit", { do: act, name });
    return;
  }
  const { document: held, keep } = line.dataset;
  const next = line.nextElementSibling ?? line.previousElementSibling;
  const opposite = { off: "back", back: "off" }[act] ?? act;
  after(back(line.dataset.block, opposite, next?.dataset.block ?? ""));
  send("submit", { do: act, line: line.dataset.block, document: held, keep });
};

const sure = () => (tab().querySelector("#prep-sure-words") ?? tab().querySelector("#prep-kept-title")).focus();

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("#prepare button");
  if (button) clicked(button);
});

document.addEventListener("change", ({ target }) => {
  if (!target.closest?.("#prepare")) return;
  if (target.dataset.part) {
    send("submit", { do: target.checked ? "part-on" : "part-off", line: target.dataset.part });
  }
  if (!target.dataset.change) return;
  const line = target.closest("[data-block]");
  const { document: held, keep } = line.dataset;
  send("submit", {
    do: target.dataset.change, line: target.dataset.line, text: target.value, document: held, keep,
  });
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("#prepare form");
  if (!form) return;
  event.preventDefault();
  const values = Object.fromEntries(new FormData(form));
  if (form.dataset.form === "make") {
    after(() => {
      if (!tab().querySelector("#prep-said .ask-problem")) tab().querySelector("#prep-title")?.focus();
    });
    send("apply", { ...values });
  } else {
    after(sure);
    send("submit", { do: form.dataset.form, name: values.name });
  }
});

// --- an address: #prepare=kept, #prepare=review&of=its id ---

// The tab is built when it is first opened, so that the form may be there later than the address.
page.on("prepare", (parts) => {
  wanted = parts;
  choose();
});
