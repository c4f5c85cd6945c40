// The questions of the area that is chosen, brought while the form is filled in. What was answered
// stays when the area changes. Without scripts the button 显示问题 brings them.
const box = document.querySelector("[data-facts]");

function watch(form) {
  const place = box.querySelector("[data-facts-fields]");
  const button = box.querySelector("[data-facts-show]");
  let running = null;

  /** Puts the questions that came below those that are answered already, each once. */
  function put(html) {
    const came = document.createElement("template");
    came.innerHTML = html;
    for (const field of [...place.children]) {
      const control = field.querySelector("input, select");
      const again = control && came.content.getElementById(control.id);
      if (control?.value && again) again.closest(".field").replaceWith(field);
      else if (!control?.value) field.remove();
    }
    place.append(came.content);
  }

  async function bring() {
    running?.abort();
    running = new AbortController();
    const body = new FormData();
    body.append("area", form.elements.area.value);
    try {
      const sent = { method: "POST", body, cache: "no-store", signal: running.signal };
      const answer = await fetch(box.dataset.facts, sent);
      if (!answer.ok) throw new Error(answer.status);
      put(await answer.text());
      button.remove();
    } catch (error) {
      if (error.name !== "AbortError") box.append(button); // it brings them all the same
    }
  }

  button.remove();
  form.elements.area.addEventListener("change", bring);
  // A browser that comes back fills the area in again, and not the questions.
  window.addEventListener("pageshow", () => {
    if (form.elements.area.value && !place.querySelector("input, select")) bring();
  });
}

if (box) watch(box.closest("form"));
