// How long the parts of an article are, while they are written. Without scripts the page says how
// long they are as saved.
const READ = /[\u3400-\u9fff]|[0-9A-Za-z]+/g; // as `articles.models.text` counts

function partOf(text) {
  return new DOMParser().parseFromString(text, "text/html").body.textContent;
}

function count(box) {
  const form = box.closest("form");
  const field = form.elements[box.dataset.words];

  function ofText() {
    const number = (partOf(window.richText?.of(field)?.html() ?? field.value).match(READ) ?? []).length;
    const minutes = Math.max(1, Math.round(number / box.dataset.pace));
    box.textContent = box.dataset.say.replace("{}", number).replace("{}", minutes);
  }

  function ofLine() {
    const number = [...field.value.trim()].length;
    box.textContent = box.dataset.say.replace("{}", number);
    box.classList.toggle("words-over", number > Number(box.dataset.most));
  }

  const show = box.dataset.pace ? ofText : ofLine;
  field.addEventListener("input", show);
  window.addEventListener("pageshow", show);
  if (!box.dataset.pace) return;
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(show, 300); // a long text is read whole each time
  };
  window.richText?.whenReady((text) => text.box === field && text.onInput(later));
}

document.querySelectorAll("[data-words]").forEach(count);

// A title is one line, however many it takes to show it: Enter saves, as in other fields.
document.querySelector("#id_title")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit(event.target.form.elements._save);
});
