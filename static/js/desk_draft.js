// Beside the answer that is being written: who else is writing, what it cites, what is new in the
// thread. The server says so whenever it stores the answer (unsaved.js), and is asked now and then.
const box = document.querySelector("[data-reply]");

const LOOK = 20000; // milliseconds between two looks at who is writing

if (box) {
  const { draftAddress } = box.querySelector("[data-draft-address]").dataset;

  const hear = (told) => {
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

  box.addEventListener("stored", ({ detail }) => hear(detail));
  setInterval(async () => {
    if (document.hidden) return;
    const response = await fetch(draftAddress).catch(() => null);
    if (response?.ok) hear(await response.json());
  }, LOOK);
}
