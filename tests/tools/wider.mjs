// Run in a page by Firefox (firefox.mjs) and WebKit (tests/browser/test_webkit.py): what is wider than
// the window.
// What may be pushed sideways in its own box, and what stands off the page on purpose, does not count.
export const wider = (most) => {
  const edge = document.documentElement;
  const over = edge.scrollWidth - edge.clientWidth;
  const pushed = (one) =>
    one && one !== edge && (/auto|scroll|hidden|clip/.test(getComputedStyle(one).overflowX) || pushed(one.parentElement));
  const out = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    const there = box.width > 1 && box.height > 1 && one.checkVisibility({ visibilityProperty: true });
    const cut = box.right > edge.clientWidth + 1 || (box.left < -1 && box.right > 1);
    return there && cut && !pushed(one.parentElement);
  });
  const named = out.map((one) => {
    const { left, right } = one.getBoundingClientRect();
    return `${one.outerHTML.slice(0, 80)} from ${Math.round(left)} to ${Math.round(right)}`;
  });
  return [...(over > 0 ? [`the page, by ${over} px`] : []), ...named.slice(0, most)];
};
