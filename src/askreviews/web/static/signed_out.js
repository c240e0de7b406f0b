// Whoever is signed out while the page stands is told so in words, and led back in. What was typed
// stays where it is until then.

const SIGNED_OUT = "You have been signed out, because this page was not used for a while or your "
  + "account was changed. What you asked last was not answered.";
const askedFor = window.fetch;

window.fetch = async (...given) => {
  const answer = await askedFor(...given);
  if (answer.status === 401) tellSignedOut();
  return answer;
};

const tellSignedOut = () => {
  if (document.getElementById("ask-signed-out")) return;
  const told = document.createElement("div");
  told.id = "ask-signed-out";
  told.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = SIGNED_OUT;
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Sign in again";
  again.addEventListener("click", () => location.reload()); // its address stays as it is
  told.append(words, again);
  document.querySelector("dialog[open]")?.close(); // nothing beside it could be reached
  (document.querySelector(".gradio-container") ?? document.body).append(told);
};

// Nothing of a conversation is left for whoever signs in next at this window.
document.addEventListener("submit", ({ target }) => {
  if (target.id !== "ask-sign-out") return;
  const visit = sessionStorage.getItem("askreviews-visit");
  if (visit) navigator.sendBeacon("forget", visit);
  sessionStorage.clear();
  history.replaceState(null, "", location.pathname); // the question stood in its address
});
