// A page that nobody touches closes when the access does: what was confided does not stay on a
// screen that somebody else may pass. A text that is being written stays, it would be lost.
const note = document.querySelector("[data-idle]");

function watchIdle(limit) {
  let touched = Date.now();
  const timer = setInterval(close, 5000);

  function written() {
    return [...document.querySelectorAll("textarea")].some((field) => field.value.trim());
  }

  function close() {
    if (Date.now() - touched <= limit || written()) return;
    clearInterval(timer);
    location.replace(location.pathname);
  }

  for (const name of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(name, () => (touched = Date.now()), { passive: true });
  }
  document.addEventListener("visibilitychange", close); // timers sleep while a phone does
}

if (note) watchIdle(note.dataset.idle * 60 * 1000);
