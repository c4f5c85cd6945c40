// The text of an article of law beside a link to it: after a moment under the pointer, at once with
// the keyboard, and at the first tap of a finger; the second tap, or the link in the card, leads on.
// Without the script, or when the text cannot be fetched, the link is a plain link.
const PAUSE = 200; // milliseconds under the pointer before the card opens
const GRACE = 300; // milliseconds to get from the link to the card
const MOST = 10; // lines of its text; the article itself has the rest
const FEWEST = 3;
const EDGE = 8; // pixels between the card and the edge of the window

const card = document.createElement("div");
card.className = "statute-card card";
card.id = "statute-card";
card.setAttribute("role", "group");
card.hidden = true;

const texts = new Map();
let shown = null; // the link whose card is open
let wanted = null; // the link whose card is on its way
let timer = null;
let touched = false; // the last pointer that went down was a finger or a pen

const linkOf = (event) => event.target.closest?.("a[data-statute-card]");
const within = (node) => node && (card.contains(node) || shown?.contains(node));

async function textOf(link) {
  const address = link.dataset.statuteCard;
  if (!texts.has(address)) {
    // Who asks, and from which page, is nobody's business: the page may be a client's own.
    const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (!answer.ok) throw new Error(answer.status);
    texts.set(address, await answer.text());
  }
  return texts.get(address);
}

// The entry at the foot of the window covers what is below its upper edge.
function floor() {
  const entry = document.querySelector(".float")?.getBoundingClientRect();
  return entry?.height && entry.top > innerHeight / 2 ? Math.min(entry.top, innerHeight) : innerHeight;
}

// As many whole lines as there is room for, so that the card ends between two of them.
function fit(room) {
  const words = card.querySelector(".card-text");
  let lines = MOST;
  do words?.style.setProperty("--lines", lines);
  while (card.scrollHeight > room && --lines >= FEWEST);
}

function place() {
  if (!shown) return;
  const lines = [...shown.getClientRects()]; // a link may run over two lines
  const [first, last] = [lines.at(0), lines.at(-1)];
  const away = !first || last.bottom < 0 || first.top > innerHeight;
  // The page may still be on its way to the link that the keyboard has reached.
  if (away && shown !== document.activeElement) return close();
  card.style.visibility = away ? "hidden" : "";
  if (away) return;
  const [below, above] = [floor() - last.bottom - EDGE, first.top - EDGE];
  card.style.maxHeight = "";
  fit(Infinity);
  const under = below >= Math.min(card.scrollHeight, above);
  const room = Math.max(under ? below : above, 0);
  fit(room);
  card.style.maxHeight = `${room}px`;
  const most = document.documentElement.clientWidth - card.offsetWidth - EDGE;
  const left = Math.max(Math.min((under ? last : first).left, most), EDGE);
  const top = under ? last.bottom : first.top - card.offsetHeight;
  // Not left and top: to go with the text as it scrolls is no shift of the layout.
  card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}

async function open(link) {
  clearTimeout(timer);
  if (link === shown || link === wanted) return link === shown;
  wanted = link;
  try {
    const html = await textOf(link);
    if (wanted !== link || !link.isConnected) return true;
    close();
    card.innerHTML = html;
    card.setAttribute("aria-label", `${link.ariaLabel ?? link.textContent}的条文`);
    link.after(card); // next in the order of reading and of the Tab key
    link.setAttribute("aria-describedby", card.id);
    card.hidden = false;
    shown = link;
    place();
    return true;
  } catch {
    return false;
  } finally {
    if (wanted === link) wanted = null;
  }
}

function close() {
  clearTimeout(timer);
  wanted = null;
  if (!shown) return;
  shown.removeAttribute("aria-describedby");
  card.hidden = true;
  shown = null;
}

function later(act, pause) {
  clearTimeout(timer);
  timer = setTimeout(act, pause);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const link = linkOf(event);
  if (within(event.target)) clearTimeout(timer);
  else if (link) later(() => open(link), PAUSE);
});

document.addEventListener("pointerout", (event) => {
  if (event.pointerType !== "mouse" || within(event.relatedTarget)) return;
  if (!linkOf(event) && !card.contains(event.target)) return;
  // What the keyboard has opened stays while the focus is there.
  later(() => within(document.activeElement) || close(), GRACE);
});

document.addEventListener("focusin", (event) => {
  const link = linkOf(event);
  if (shown && !within(event.target)) close();
  if (link?.matches(":focus-visible") && !touched) open(link);
});

document.addEventListener("pointerdown", (event) => {
  touched = event.pointerType !== "mouse";
  if (shown && !within(event.target)) close();
});

document.addEventListener("click", (event) => {
  const link = linkOf(event);
  if (!link || !touched || link === shown || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link).then((opened) => opened || location.assign(link.href));
});

document.addEventListener("keydown", (event) => {
  touched = false;
  if (event.key !== "Escape" || !(shown || wanted)) return;
  if (card.contains(document.activeElement)) shown.focus();
  close();
});

addEventListener("scroll", (event) => event.target === card || place(), { passive: true, capture: true });
addEventListener("resize", place);
