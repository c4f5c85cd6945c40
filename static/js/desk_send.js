// Ctrl+Enter, or ⌘+Enter, in the reply box sends it, as its button does: the seconds to take it
// back follow, and a second press while it is on its way is none.
const answer = document.querySelector("[data-reply]");
const send = answer?.querySelector("[data-send]");

if (send) {
  let sending = false;

  answer.elements.text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (event.repeat || sending || !answer.reportValidity()) return;
    sending = true;
    answer.requestSubmit(send);
  });
  window.addEventListener("pageshow", () => (sending = false));
  answer.querySelector("[data-send-keys]").hidden = false;
  if (navigator.platform.startsWith("Mac")) {
    answer.querySelector("[data-send-keys] kbd").textContent = "⌘";
  }
}
