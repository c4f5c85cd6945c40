// The contents beside the text mark the section that is being read. Without the script they are a
// plain list of links.
const WIDE = matchMedia("(min-width: 62rem)");
const contents = document.querySelector("[data-contents]");

if (contents) {
  const fold = () => {
    for (const folded of document.querySelectorAll("details.unfolded")) {
      folded.open = WIDE.matches;
      folded.dataset.ready = "";
    }
  };
  fold();
  WIDE.addEventListener("change", fold); // a tablet was turned
  // Those to other pages name nothing here.
  const links = [...contents.querySelectorAll("a[href^='#']")];
  const parts = links.map((link) => document.getElementById(link.hash.slice(1)));
  // The last heading that has passed the upper fifth; none before the first. Lower down, a short
  // section that a link has led to would count as read at once.
  const mark = () => {
    const line = innerHeight / 5;
    const at = parts.findLastIndex((part) => part.getBoundingClientRect().top <= line);
    links.forEach((link, i) => {
      if (i === at) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  };
  // A heading passes the line only when it comes into this zone or leaves it: all that is above.
  const watch = new IntersectionObserver(mark, { rootMargin: "1000000px 0px -80% 0px" });
  parts.forEach((part) => watch.observe(part));
}
