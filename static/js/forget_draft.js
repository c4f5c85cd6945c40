// The consultation was taken: the draft that this browser kept, if any, has done its work. Once:
// a reload, or the way back, must not take a draft that was begun after it.
if (document.querySelector("[data-code]") && !history.state?.forgotten) {
  try {
    localStorage.removeItem("consult-draft");
    sessionStorage.setItem("consult-sent", "1"); // for the way back: draft.js
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
  history.replaceState({ forgotten: true }, "");
}
