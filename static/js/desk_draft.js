// Keeps the answer while it is written, and asks now and then who else is writing. Without scripts
// the button 存草稿 does the keeping.
const box = document.querySelector("[data-reply]");

const LOOK = 20000; // milliseconds between two looks at who is writing

if (box) {
  const field = box.elements.text;

  const heard = (told) => {
    box.elements.version.value = told.version ?? box.elements.version.value;
    const line = box.querySelector("[data-writing]");
    line.hidden = !told.writing.length;
    line.textContent = `${told.writing.join("、")}正在写答复，请先沟通，以免重复。`;
    const law = box.querySelector("[data-law-found]");
    // Only what is new is written, and so read out.
    if (told.law !== undefined && told.law !== law.dataset.shown) {
      law.innerHTML = law.dataset.shown = told.law;
    }
    box.querySelector("[data-news]").hidden = told.last <= Number(box.dataset.last);
  };

  const { ask } = window.keepWriting({
    form: box,
    watched: field,
    typed: () => field.value,
    fill: (body) => {
      for (const name of ["token", "version", "text"]) body.set(name, box.elements[name].value);
    },
    heard,
  });

  setInterval(async () => {
    if (document.hidden) return;
    const told = await ask({});
    if (!told.error) heard(told);
  }, LOOK);
}
