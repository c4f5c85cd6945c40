// Shows, while an article is written, what it cites of the law and what is to be said about it.
// Nothing is stored by that. Without scripts the panel shows the state as saved.
const panel = document.querySelector("[data-law-check]");

const PAUSE = 900; // after the last stroke, in milliseconds
const BESIDE = ["title", "summary", "checked_on"]; // what counts beside the body

if (panel) {
  const form = panel.closest("form");
  const body = form.elements.body;
  const state = panel.querySelector("[data-law-state]");
  const found = panel.querySelector("[data-law-found]");
  let timer = 0;
  let running = null;
  let shown = null; // what the panel is about

  const say = (text) => {
    state.textContent = text;
  };

  const typed = () => {
    const fields = new FormData();
    fields.append("body", window.richText?.of(body)?.html() ?? body.value);
    for (const name of BESIDE) fields.append(name, form.elements[name]?.value ?? "");
    fields.append("article", panel.dataset.article);
    return fields;
  };

  const key = (fields) => ["body", ...BESIDE].map((name) => fields.get(name)).join("\n");

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  };

  async function check() {
    const fields = typed();
    if (key(fields) === shown) return;
    running?.abort();
    running = new AbortController();
    const asked = running;
    const told = await ask(fields, asked.signal);
    if (asked.signal.aborted) return;
    if (!told) {
      say("暂时无法核对引用，保存后重新核对。");
      return;
    }
    shown = key(fields);
    show(told);
  }

  async function ask(fields, signal) {
    fields.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const response = await fetch(panel.dataset.lawCheck, { method: "POST", body: fields, signal });
      // A page in place of a piece: the session has ended, or the server is not well.
      if (response.redirected || ![200, 400].includes(response.status)) return "";
      return await response.text();
    } catch {
      return "";
    }
  }

  // The sum is said aloud by the status line; the list is only there to be looked at.
  function show(html) {
    const piece = new DOMParser().parseFromString(html, "text/html");
    const sum = piece.querySelector("[data-law-sum]");
    if (!sum) return say("暂时无法核对引用，保存后重新核对。");
    say(sum.textContent);
    sum.remove();
    found.replaceChildren(...piece.body.childNodes);
    ready();
  }

  // What works with scripts alone.
  function ready() {
    for (const one of found.querySelectorAll("[hidden]")) one.hidden = false;
  }

  ready();
  body.addEventListener("input", later);
  for (const name of BESIDE) {
    for (const event of ["input", "change"]) form.elements[name]?.addEventListener(event, later);
  }
  window.richText?.whenReady((text) => {
    if (text.box !== body) return;
    // After a refusal the panel is about what is saved, the box about what was typed.
    if (!document.querySelector(".errornote")) shown = key(typed());
    later();
    text.onInput(later);
  });
}
