// The consultation form a step at a time, in one page: nothing is sent before the last step, and the
// browser's own way back leads to the step before. Without scripts the same buttons are posts.
// Also shows the separate consent only where it is asked for, and knows a form that the back button
// brings again: with its first token a second post is the same consultation.
const form = document.querySelector("[data-consult-form]");
const parts = [...document.querySelectorAll("[data-step]")];
const stages = [...document.querySelectorAll(".stages li")];
const LAST = stages.length;
const SKIPPED = "[type=hidden], [type=file], [type=checkbox], [type=radio]:not(:checked)";

function showSensitive() {
  const box = form.querySelector("[data-sensitive]");
  if (!box) return;
  const items = [...box.querySelectorAll("[data-sensitive-area]")];
  const area = form.elements.area.value;
  items.forEach((item) => {
    item.hidden = item.dataset.sensitiveArea !== area;
  });
  box.hidden = items.every((item) => item.hidden);
}

/** What was filled in, a line for each field, as the server writes it. */
function written(step) {
  const boxes = form.querySelectorAll(`[data-step="${step}"] :is(input, select, textarea)`);
  const filled = [...boxes].filter((box) => box.value.trim() && !box.matches(SKIPPED));
  const lines = filled.map((box) => {
    const name = (box.closest("fieldset")?.querySelector("legend") ?? box.labels[0]).firstChild.data;
    const radio = box.type === "radio" && box.labels[0].textContent.trim();
    const words = radio || box.selectedOptions?.[0].text || box.value;
    return step === "1" ? words : `${name}：${words}`;
  });
  return lines.join("\n") || "没有填写";
}

function walk() {
  const heading = form.querySelector("[data-heading]");
  const next = form.querySelector("[data-next]");
  const back = form.querySelector("[data-back]");
  const send = form.querySelector("button[type=submit]");
  const site = document.title.slice(document.title.lastIndexOf(" - "));
  const token = form.elements.token;
  const first = Number(next.value);
  let at = first;

  function show(step) {
    at = step;
    for (const part of parts) part.hidden = Number(part.dataset.step) !== at;
    for (const one of stages) one.ariaCurrent = one === stages[at - 1] ? "step" : null;
    heading.firstChild.textContent = `第${at}步，共${LAST}步：`;
    heading.lastChild.data = stages[at - 1].textContent.trim();
    document.title = heading.textContent + site;
    next.hidden = at === LAST;
    send.hidden = !next.hidden;
    back.hidden = at === 1;
    form.querySelector("[data-unsent-yet]").hidden = at === LAST;
    form.querySelector("[data-suggestions]").hidden = at > 2;
    for (const place of form.querySelectorAll("[data-again]")) {
      place.textContent = written(place.dataset.again);
    }
  }

  function go(step) {
    if (step === at) return;
    history.pushState({ token: token.value, step }, "");
    show(step);
    document.querySelector(".stages").scrollIntoView();
    heading.focus({ preventScroll: true });
  }

  if (history.state?.token) token.value = history.state.token;
  else history.replaceState({ token: token.value, step: at }, "");
  if (history.state.step !== at) show(history.state.step);
  form.querySelector("[data-enter]").removeAttribute("name");
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return; // something is to be mended first
    const { name, value } = event.submitter ?? {};
    if (name === "show_facts" || (name !== "step" && at === LAST)) return;
    event.preventDefault();
    if (event.submitter === back) go(at - 1);
    else go(name === "step" ? Number(value) : at + 1);
  });
  form.addEventListener("reset", () => show(1));
  window.addEventListener("popstate", ({ state }) => {
    if (state?.token) show(state.step ?? first); // not the way to a field
  });
  window.addEventListener("pageshow", () => {
    if (at > 1 && !form.elements.question.value.trim()) show(1); // what was there is gone
  });
}

if (form) {
  walk();
  form.elements.area.addEventListener("change", showSensitive);
  showSensitive(); // before the first picture, so that nothing jumps
  // A browser that comes back fills the fields in again after this script has run.
  window.addEventListener("pageshow", showSensitive);
}
