// An address that names a field or a section opens the panel that it stands in; newer browsers do so
// themselves. A panel that is to be sent with a refused field cannot stay folded either; one goes on there.
{
  const open = (place) => {
    for (let panel = place?.closest("details"); panel; panel = panel.parentElement.closest("details"))
      panel.open = true;
  };

  function openNamed() {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!named) return;
    open(named);
    named.scrollIntoView();
    if (named.matches("input, select, textarea")) named.focus();
  }

  addEventListener("hashchange", openNamed);
  if (location.hash) openNamed();
  document.querySelector(".parts [aria-invalid=true]")?.focus();
}
