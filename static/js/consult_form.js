// The consultation form a step at a time, in one page: nothing is sent before the last step, and the
// browser's own way back leads to the step before. Without scripts the same buttons are posts.
// Also shows the separate consent only where it is asked for, and knows a form that the back button
// brings again: with its first token a second post is the same consultation.
const form = document.querySelector("[data-consult-form]");
const stages = [...document.querySelectorAll(".stages li")];
const LAST = stages.length;
const PLAIN = ["question", "area", "call"]; // what is written there needs no label
const SKIPPED = "[type=hidden], [type=file], [type=checkbox], [type=radio]:not(:checked)";

/** What was filled in, a line for each field, as the server writes it. */
function written(step) {
  const boxes = form.querySelectorAll(`[data-step="${step}"] :is(input, select, textarea)`);
  // Whether and when one may be called is asked once there is a number.
  const counts = ({ name }) => !name.startsWith("call") || form.elements.phone.value.trim();
  const filled = [...boxes].filter((box) => box.value.trim() && !box.matches(SKIPPED) && counts(box));
  const lines = filled.map((box) => {
    const name = (box.closest("fieldset")?.querySelector("legend") ?? box.labels[0]).firstChild.textContent;
    const radio = box.type === "radio" && box.labels[0].textContent.trim();
    const words = radio || box.selectedOptions?.[0].text || box.value;
    return PLAIN.includes(box.name) ? words : `${name.replace("？", "")}：${words}`;
  });
  return lines.join("\n") || "没有填写";
}

/** What follows from what is filled in: the last step says it again, and asks what it calls for. */
function refresh() {
  for (const place of form.querySelectorAll("[data-again]")) {
    place.innerText = written(place.dataset.again);
  }
  const box = form.querySelector("[data-sensitive]");
  if (!box) return;
  const reasons = [...box.querySelectorAll("[data-sensitive-area]")];
  for (const one of reasons) one.hidden = one.dataset.sensitiveArea !== form.elements.area.value;
  box.hidden = reasons.every((one) => one.hidden);
}

/** A form that the back button brings again posts the same consultation. */
function keepToken(step) {
  const { token } = form.elements;
  if (history.state?.token) token.value = history.state.token;
  else history.replaceState({ token: token.value, step }, "");
}

function walk() {
  const heading = form.querySelector("[data-heading]");
  const goOn = form.querySelectorAll("[data-next]"); // the button, and the one that Enter takes
  const site = document.title.slice(document.title.lastIndexOf(" - "));
  const { token, question } = form.elements;
  let at = Number(goOn[0].value);

  function show(step) {
    at = step;
    for (const part of document.querySelectorAll("[data-step]")) {
      part.hidden = !part.dataset.step.includes(at);
    }
    for (const [index, one] of stages.entries()) {
      one.ariaCurrent = index === at - 1 ? "step" : null;
      one.firstElementChild.disabled = index >= at - 1; // a step that is done can be tapped
    }
    heading.textContent = `第${at}步，共${LAST}步：${stages[at - 1].textContent.trim()}`;
    document.title = heading.textContent + site;
    for (const button of goOn) {
      button.value = at;
      button.textContent = at === LAST ? "提交咨询" : "下一步";
    }
    refresh();
  }

  function go(step) {
    history.pushState({ token: token.value, step }, "");
    show(step);
    document.querySelector(".stages").scrollIntoView({ behavior: "instant" });
    heading.focus({ preventScroll: true });
  }

  keepToken(at);
  const { step: left } = history.state;
  if (left && left !== at) show(left);
  form.addEventListener("submit", (event) => {
    const { name, value, dataset } = event.submitter ?? goOn[0];
    const sends = name === "next" && Number(value) === LAST;
    if (event.defaultPrevented || sends || name === "show_facts") return;
    event.preventDefault();
    if (name === "next") go(Number(value) + 1);
    else go(dataset.step ? at - 1 : Number(value));
  });
  form.addEventListener("change", ({ target }) => {
    const tick = form.elements.sensitive_consent;
    if (tick && target.name === "area") tick.checked = false; // it was read of another kind of matter
    refresh();
  });
  // What is to be mended may stand in another step by now.
  document.querySelector(".notice-wrong")?.addEventListener("click", (event) => {
    const part = document.getElementById(event.target.closest("a")?.hash.slice(1))?.closest("[data-step][hidden]");
    if (part) show(Number(part.dataset.step));
  });
  form.addEventListener("reset", () => setTimeout(show, 0, 1)); // once nothing is left in it
  window.addEventListener("popstate", ({ state }) => {
    if (!state?.token) return; // the way to a field
    show(state.step);
    heading.focus({ preventScroll: true });
  });
  // A browser that comes back fills the fields in again, or does not, after this script has run.
  window.addEventListener("pageshow", () => {
    if (at > 1 && !question.value.trim()) show(1);
    else refresh();
  });
}

if (stages.length) {
  walk();
} else if (form) {
  // That of the office, which has no steps.
  keepToken();
  form.addEventListener("change", refresh);
  window.addEventListener("pageshow", refresh);
}
