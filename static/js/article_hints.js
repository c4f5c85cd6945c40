// Shows, while an article is written, the hints of the checks beside the fields they belong to.
// Nothing is stored by that; only 保留 and 撤回 record a decision. Without scripts the hints are
// those of what is saved, and a page of their own holds the buttons.
const head = document.querySelector("[data-hints-check]");

const HINT_PAUSE = 900; // after the last stroke, in milliseconds
const ASKED = ["title", "summary", "checked_on", "source_kind", "source", "jurisdiction"];
const TICKED = ["ai_assisted", "is_stub"];
const FAILED = "暂时无法检查，保存后重新检查。";

if (head) {
  const form = head.closest("form");
  const body = form.elements.body;
  const sum = head.querySelector("[data-hints-sum]");
  const boxes = form.querySelectorAll("[data-hints]");
  let timer = 0;
  let running = null;
  let shown = null; // what the hints are about

  const typed = () => {
    const fields = new FormData();
    fields.append("body", window.richText?.of(body)?.html() ?? body?.value ?? "");
    for (const name of ASKED) fields.append(name, form.elements[name]?.value ?? "");
    for (const name of TICKED) if (form.elements[name]?.checked) fields.append(name, "on");
    fields.append("article", head.dataset.article);
    return fields;
  };

  const key = (fields) => [...fields].flat().join("\n");

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(check, HINT_PAUSE);
  };

  async function check() {
    const fields = typed();
    if (key(fields) === shown) return;
    running?.abort();
    running = new AbortController();
    const asked = running;
    const now = key(fields);
    const html = await textOf(await send(head.dataset.hintsCheck, fields, asked.signal));
    if (asked.signal.aborted) return;
    if (!html) {
      sum.textContent = FAILED;
      return;
    }
    shown = now;
    show(new DOMParser().parseFromString(html, "text/html"));
  }

  async function send(address, fields, signal) {
    fields.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const response = await fetch(address, { method: "POST", body: fields, signal });
      return response.redirected ? null : response; // redirected: the session has ended
    } catch {
      return null;
    }
  }

  // Nothing of what was broken off, be it while the text is on its way.
  async function textOf(response) {
    try {
      return response && [200, 400].includes(response.status) ? await response.text() : "";
    } catch {
      return "";
    }
  }

  function show(answer) {
    sum.textContent = answer.querySelector("[data-hints-sum]")?.textContent.trim() ?? FAILED;
    for (const box of boxes) {
      const piece = answer.querySelector(`[data-hints-for="${box.dataset.hints}"]`);
      const writing = document.activeElement?.matches("input") && box.contains(document.activeElement);
      const deciding = box.querySelector("[data-act]:disabled"); // its answer has to find its place
      if (piece && !writing && !deciding) box.replaceChildren(...piece.childNodes);
      ready(box);
    }
  }

  // The buttons work with scripts alone; the links that stand for them go.
  function ready(box) {
    for (const one of box.querySelectorAll("[hidden]")) one.hidden = false;
    for (const one of box.querySelectorAll(".hint-page")) one.remove();
  }

  async function decide(button) {
    const item = button.closest("li, p");
    const fields = new FormData();
    fields.append("act", button.dataset.act);
    fields.append("hint", button.dataset.hint);
    fields.append("note", item.querySelector("input")?.value ?? "");
    fields.append("quiet", "on");
    const box = button.closest("[data-hints]");
    button.disabled = true;
    const response = await send(head.dataset.decide, fields);
    button.disabled = false;
    const wrong = response?.status === 409 ? await response.text() : "未能记录，请稍后重试。";
    if (response?.status !== 204) {
      const place = item.querySelector("[role=alert]") ?? sum;
      place.textContent = wrong;
      return;
    }
    document.activeElement?.blur();
    shown = null;
    await check();
    stayAt(box);
  }

  // The button that was pressed is gone; the keyboard goes on at the hints of the same field.
  function stayAt(box) {
    if (document.activeElement !== document.body) return;
    box.tabIndex = -1;
    box.focus({ preventScroll: true });
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) decide(button);
  });
  // The key that sends a form sends here the reason, not the article.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".hint-keep input")) return;
    event.preventDefault();
    decide(event.target.parentElement.querySelector("[data-act]"));
  });
  for (const box of boxes) ready(box);
  for (const name of [...ASKED, ...TICKED, "body"]) {
    for (const event of ["input", "change"]) form.elements[name]?.addEventListener(event, later);
  }
  window.richText?.whenReady((text) => {
    if (text.box !== body) return;
    later();
    text.onInput(later);
  });
}
