// The consultation was taken: the draft that this browser kept, if any, has done its work.
if (document.querySelector("[data-code]")) {
  try {
    localStorage.removeItem("consult-draft");
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
