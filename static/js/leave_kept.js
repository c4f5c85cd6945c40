// What leads away from a page with words that are not kept yet waits until they are: other forms,
// links, the logout. When they cannot be kept, the page stays, once; whoever presses again goes.
{
  window.leaveKept = ({ form, save, isKept, state }) => {
    let waiting = false;
    let passing = false;
    let warned = false;

    async function waitFor(event, go) {
      if (event.defaultPrevented || passing || isKept()) return;
      event.preventDefault();
      if (waiting) return;
      waiting = true;
      await save();
      waiting = false;
      if (!isKept() && !warned) {
        warned = true;
        state.scrollIntoView({ block: "center" });
        return;
      }
      passing = true; // words that are still not kept: the browser itself asks
      go();
      passing = false;
    }

    form.addEventListener("input", () => (warned = false));
    document.addEventListener("submit", (event) => {
      const { target, submitter } = event;
      if (target !== form) waitFor(event, () => target.requestSubmit(submitter));
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (link && isPlain(event) && leadsAway(link)) waitFor(event, () => link.click());
    });
  };

  const isPlain = (event) =>
    !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

  /** Whether a link leads to another page in this window. */
  function leadsAway(link) {
    const [here, there] = [location.href, link.href].map((address) => address.split("#")[0]);
    const beside = (link.target && link.target !== "_self") || link.hasAttribute("download");
    if (beside || link.isContentEditable || !link.protocol.startsWith("http")) return false;
    return there !== here || !link.hash;
  }
}
