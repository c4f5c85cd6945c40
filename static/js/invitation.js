// The code of an invitation stands after the # of its address, which no browser sends: it goes into
// the box, and out of the address and the history. A link that is pasted while the page stands open
// loads nothing, so that is listened for.
function take() {
  const code = new URLSearchParams(`code=${location.hash.slice(1)}`).get("code");
  const box = document.querySelector("[name=code]");
  if (!code || !box) return;
  box.value = code;
  history.replaceState(null, "", location.pathname);
}

take();
window.addEventListener("hashchange", take);
