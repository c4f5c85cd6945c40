// Ctrl+Enter, or ⌘+Enter, in the reply box sends it, as its button does: the seconds to take it
// back follow, and a second press while it is on its way is none.
{
  const form = document.querySelector("[data-reply]");
  const button = form?.querySelector("[data-send]");
  let sending = false;

  function press(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (event.repeat || sending || !form.reportValidity()) return;
    sending = true;
    form.requestSubmit(button);
  }

  if (button) {
    const words = form.querySelector("[data-send-keys]");
    form.elements.text.addEventListener("keydown", press);
    window.addEventListener("pageshow", () => (sending = false));
    if (navigator.platform.startsWith("Mac")) words.querySelector("kbd").textContent = "⌘";
    words.hidden = false;
  }
}
