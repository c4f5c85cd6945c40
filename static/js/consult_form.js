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
  const items = [...form.querySelectorAll("[data-sensitive-area]")];
  for (const item of items) item.hidden = item.dataset.sensitiveArea !== form.elements.area.value;
  const box = form.querySelector("[data-sensitive]");
  if (box) box.hidden = items.every((item) => item.hidden);
}

/** What was filled in, a line for each field, as the server writes it. */
function written(step) {
  const boxes = form.querySelectorAll(`[data-step="${step}"] :is(input, select, textarea)`);
  const filled = [...boxes].filter((box) => box.value.trim() && !box.matches(SKIPPED));
  const lines = filled.map((box) => {
    const name = (box.closest("fieldset")?.querySelector("legend") ?? box.labels[0]).firstChild.data;
    const radio = box.type === "radio" && box.labels[0].textContent.trim();
    const words = radio || box.selectedOptions?.[0].text || box.value;
    return step === "1" ? words : `${name.replace("？", "")}：${words}`;
  });
  return lines.join("\n") || "没有填写";
}

function walk() {
  const heading = form.querySelector("[data-heading]");
  const goOn = form.querySelectorAll("[data-next]"); // the button, and the one that Enter takes
  const site = document.title.slice(document.title.lastIndexOf(" - "));
  const { token, question } = form.elements;
  const first = Number(goOn[0].value);
  let at = first;

  function show(step) {
    at = step;
    for (const part of parts) part.hidden = !part.dataset.step.includes(at);
    for (const one of stages) one.ariaCurrent = one === stages[at - 1] ? "step" : null;
    heading.firstChild.textContent = `第${at}步，共${LAST}步：`;
    heading.lastChild.data = stages[at - 1].textContent.trim();
    document.title = heading.textContent + site;
    for (const button of goOn) {
      button.value = at;
      button.textContent = at === LAST ? "提交咨询" : "下一步";
    }
    for (const place of form.querySelectorAll("[data-again]")) {
      place.innerText = written(place.dataset.again);
    }
  }

  function go(step) {
    history.pushState({ token: token.value, step }, "");
    show(step);
    document.querySelector(".stages").scrollIntoView();
    heading.focus({ preventScroll: true });
  }

  if (history.state?.token) token.value = history.state.token;
  else history.replaceState({ token: token.value, step: at }, "");
  if (history.state.step !== at) show(history.state.step);
  form.addEventListener("submit", (event) => {
    const { name, value, dataset } = event.submitter ?? goOn[0];
    const sends = name === "next" && at === LAST;
    if (event.defaultPrevented || sends || name === "show_facts") return;
    event.preventDefault();
    if (name === "next") go(at + 1);
    else go(dataset.step ? at - 1 : Number(value));
  });
  form.addEventListener("reset", () => setTimeout(show, 0, 1)); // once nothing is left in it
  window.addEventListener("popstate", ({ state }) => {
    if (state?.token) show(state.step ?? first); // not the way to a field
  });
  window.addEventListener("pageshow", () => {
    if (at > 1 && !question.value.trim()) show(1); // what was there is gone
  });
}

if (form) {
  walk();
  form.elements.area.addEventListener("change", showSensitive);
  showSensitive(); // before the first picture, so that nothing jumps
  // A browser that comes back fills the fields in again after this script has run.
  window.addEventListener("pageshow", showSensitive);
}
