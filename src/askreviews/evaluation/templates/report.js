(() => {
  const by = (id) => document.getElementById(id);
  const [tag, kind, words, all, shown] = ["by-tag", "by-kind", "by-words", "open-all", "shown"].map(by);
  const questions = [...document.querySelectorAll(".question")];
  const filter = () => {
    const wanted = words.value.trim().toLowerCase();
    let count = 0;
    for (const each of questions) {
      const fits = (!tag.value || each.dataset.tags.split(" ").includes(tag.value))
        && (!kind.value || each.dataset.kind === kind.value)
        && (!wanted || each.textContent.toLowerCase().includes(wanted));
      each.hidden = !fits;
      count += fits;
    }
    shown.textContent = `${count} of ${questions.length} questions`;
  };
  for (const control of [tag, kind, words]) control.addEventListener("input", filter);
  words.form.addEventListener("submit", (event) => event.preventDefault());
  const open = (value) => questions.forEach((each) => { each.open = value; });
  all.addEventListener("click", () => {
    const opened = all.getAttribute("aria-pressed") !== "true";
    all.setAttribute("aria-pressed", String(opened));
    all.textContent = opened ? "Close all" : "Open all";
    open(opened);
  });
  // What is filtered away is not printed; what is left is printed with its answers.
  let before = [];
  addEventListener("beforeprint", () => { before = questions.map((each) => each.open); open(true); });
  addEventListener("afterprint", () => questions.forEach((each, n) => { each.open = before[n]; }));
  const follow = () => {
    const target = by(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches(".question")) { target.hidden = false; target.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", follow);
  follow();
})();
