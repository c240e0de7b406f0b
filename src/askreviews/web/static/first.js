// Before anything is drawn: whether the note on content has been read, and the quick way out.

// A style sheet handed to Gradio reaches no further up than its own frame.
const hiddenOnce = document.createElement("style");
hiddenOnce.textContent = "[data-noted] .ask-note { display: none !important }";
document.head.append(hiddenOnce);
try {
  if (localStorage.getItem("askreviews-noted")) document.documentElement.dataset.noted = "yes";
} catch { /* storage is switched off: the note is shown each time */ }

document.addEventListener("click", ({ target }) => {
  if (target.closest?.("#ask-noted")) {
    document.documentElement.dataset.noted = "yes";
    try {
      localStorage.setItem("askreviews-noted", "yes");
    } catch { /* as above */ }
    document.querySelector("#ask-question textarea, #ask-question input")?.focus();
  }
  if (target.closest?.("#ask-exit")) {
    document.documentElement.hidden = true;
    const visit = sessionStorage.getItem("askreviews-visit");
    if (visit) navigator.sendBeacon("forget", visit);
    sessionStorage.clear();
    location.replace("about:blank");
  }
});
