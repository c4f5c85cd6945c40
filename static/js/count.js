// How long a text is, below its field. It is said aloud only where it matters, near the bound and
// beyond it, and only when the hand rests: a number at every key would drown what is written.
const REST = 1500; // milliseconds
const NEAR = 300; // characters

/** As the server counts: without blanks at the ends, a sign of two halves as one. */
function lengthOf(text) {
  return [...text.trim()].length;
}

function watch(field) {
  const most = Number(field.dataset.longest);
  const seen = document.createElement("p");
  const said = document.createElement("p");
  let timer = 0;
  seen.className = "count";
  said.className = "hidden";
  said.setAttribute("role", "status");
  field.after(seen, said);

  function say() {
    const left = most - lengthOf(field.value);
    if (left > NEAR) said.textContent = "";
    else said.textContent = left < 0 ? `超出${-left}字，请删减。` : `还可以填${left}字。`;
  }

  function show() {
    const length = lengthOf(field.value);
    const over = length > most;
    seen.classList.toggle("count-over", over);
    if (over) seen.textContent = `已填${length}字，超出${length - most}字，请删减后再提交`;
    else seen.textContent = length ? `已填${length}字，最多${most}字` : "";
  }

  field.addEventListener("input", () => {
    show();
    clearTimeout(timer);
    timer = setTimeout(say, REST);
  });
  window.addEventListener("pageshow", show); // a browser that comes back has filled it in by then
  show();
}

document.querySelectorAll("textarea[data-longest]").forEach(watch);
