// What the parts of the page share: addresses that open again, tabs, and the clipboard.
// A question, a review and a view of a page stand in the fragment, which no server ever sees:
//   #q=a question      #review=its id      #library=reviews      #view=document&spans=10-20,30-40&at=0
//   #prepare=kept      #prepare=review&of=its id

window.askreviews = (() => {
  const handlers = {};

  // The fragment as a Map of lists in its order; the first name says what it is an address of.
  const parts = () => {
    const found = new Map();
    for (const part of location.hash.slice(1).split("&")) {
      const [name, value] = part.split(/=(.*)/s);
      if (value === undefined) return new Map();
      try {
        found.set(name, [...(found.get(name) ?? []), decodeURIComponent(value.replaceAll("+", " "))]);
      } catch {
        return new Map();
      }
    }
    return found;
  };
  const firsts = () => new Map([...parts()].map(([name, values]) => [name, values[0]]));

  const go = () => {
    const [name] = parts().keys();
    handlers[name]?.();
  };
  addEventListener("hashchange", go);

  return {
    parts,
    // Who visits: a key of this window, by which a page that is loaded again finds its own.
    visit() {
      const name = "askreviews-visit";
      if (!sessionStorage.getItem(name)) {
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        sessionStorage.setItem(name, [...bytes].map((b) => b.toString(16).padStart(2, "0")).join(""));
      }
      return sessionStorage.getItem(name);
    },
    // Calls `handler` with the parts of each address of that name (the first of each), and at
    // once if the page stands there.
    on(name, handler) {
      handlers[name] = () => handler(firsts());
      if (parts().has(name)) go();
    },
    // The same with all values of each part, and only when one is gone to.
    onAll(name, handler) {
      handlers[name] = () => handler(parts());
    },
    address(values) {
      const pairs = Object.entries(values).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
      return `#${pairs.join("&")}`;
    },
    // Puts an address in the bar without going anywhere.
    stand(fragment) {
      history.replaceState(history.state, "", location.href.split("#")[0] + fragment);
    },
    // Opens a tab; while the page is being built a press goes unheard, so it is repeated.
    tab(name, tries = 100) {
      const found = [...document.querySelectorAll('#ask-tabs [role="tab"]')];
      const wanted = found.find((tab) => tab.textContent.trim() === name);
      if (!wanted || wanted.getAttribute("aria-selected") === "true" || tries === 0) return;
      wanted.click();
      setTimeout(() => this.tab(name, tries - 1), 50);
    },
    async copy(text) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch { // not offered where the page is not served by https
        const area = document.createElement("textarea");
        const focused = document.activeElement;
        area.value = text;
        (document.querySelector("dialog[open]") ?? document.body).append(area);
        area.select();
        const done = document.execCommand("copy");
        area.remove();
        focused?.focus();
        return done;
      }
    },
  };
})();

// A review or a question opens its tab; each part does the rest once it is there. Gradio runs
// this when the page has loaded, while its tabs may be there already or not yet.
{
  const open = () => {
    if (/^#(review|library)=/.test(location.hash)) window.askreviews.tab("Library");
    if (location.hash.startsWith("#q=")) window.askreviews.tab("Ask");
    if (location.hash.startsWith("#prepare=")) window.askreviews.tab("Prepare");
  };
  const there = () => document.querySelector('#ask-tabs [role="tab"]');
  addEventListener("hashchange", open);
  const waiting = new MutationObserver(() => {
    if (!there()) return;
    waiting.disconnect();
    open();
  });
  if (there()) open();
  else waiting.observe(document.body, { childList: true, subtree: true });
}

// Gradio sets <base>, by which "#…" names another page when ours has a query: name this one.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (link) link.href = location.href.split("#")[0] + link.getAttribute("href");
});
