// Articles of this site that may already answer the question, offered while it is being written.
// The words go to this site alone, in the body of a post, and are kept nowhere.
const box = document.querySelector("[data-suggestions]");
const PAUSE = 1500; // milliseconds without a key
const ENOUGH = 8; // characters

function watch(form) {
  let timer = null;
  let running = null;
  let last = "";

  async function ask() {
    const words = form.elements.question.value.trim();
    const asked = `${form.elements.area.value} ${words}`;
    if (words.length < ENOUGH || asked === last) return;
    last = asked;
    running?.abort();
    running = new AbortController();
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "area", "question"]) {
      body.append(name, form.elements[name].value);
    }
    try {
      const sent = { method: "POST", body, cache: "no-store", signal: running.signal };
      const answer = await fetch(box.dataset.suggestions, sent);
      box.innerHTML = answer.status === 200 ? await answer.text() : "";
      const clear = box.querySelector("[data-area]")?.dataset.area; // that of all that was found
      const { area } = form.elements;
      if (!clear || area.value) return;
      area.value = clear;
      document.getElementById(`${area.id}_helptext`).textContent = area.dataset.chosen;
      area.dispatchEvent(new Event("change", { bubbles: true }));
    } catch {
      // No suggestion then; the form needs none.
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  form.elements.question.addEventListener("input", later);
  form.elements.area.addEventListener("change", later);
  form.addEventListener("submit", ({ defaultPrevented }) => {
    clearTimeout(timer);
    if (defaultPrevented) ask(); // on the way to the next step
    else running?.abort();
  });
  // Emptied on the way back from the receipt (draft.js): what is near the question tells what it was.
  form.addEventListener("reset", () => {
    box.replaceChildren();
    last = "";
  });
}

if (box) watch(document.querySelector("[data-consult-form]"));
