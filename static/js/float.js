// The entry at the bottom of a phone makes way while the block with the telephone is on the screen.
const entry = document.querySelector("[data-float]");
const contact = document.querySelector("[data-contact]");

if (entry && contact) {
  new IntersectionObserver(([seen]) => {
    entry.toggleAttribute("data-away", seen.isIntersecting);
  }).observe(contact);
}
