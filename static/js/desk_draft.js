// Keeps the answer on the server while it is written, and says plainly when that failed.
// Asks now and then who else is writing. Without scripts the button 存草稿 does the keeping.
const box = document.querySelector("[data-reply]");

const PAUSE = 2000; // after the last stroke
const AGAIN = 10000; // after a failure
const LOOK = 20000; // between two looks at who is writing

if (box) {
  const field = box.elements.text;
  const state = box.querySelector("[data-draft-state]");
  let kept = box.hasAttribute("data-unsaved") ? "" : field.value; // what the server has
  let sending = false;
  let running = null;
  let timer = 0;

  const say = (text, wrong = false) => {
    state.textContent = text;
    state.classList.toggle("late", wrong);
  };

  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  async function save(options = {}) {
    clearTimeout(timer);
    if (sending || field.value === kept) return;
    if (running && !options.keepalive) return later(PAUSE);
    const text = field.value;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", box.elements.csrfmiddlewaretoken.value);
    body.append("token", box.elements.token.value);
    body.append("text", text);
    running = new AbortController();
    const told = await ask({ method: "POST", body, signal: running.signal, ...options });
    running = null;
    if (sending) return;
    if (told.error) {
      say(`未能保存：${told.error}`, true);
      if (told.busy) later(AGAIN);
      return;
    }
    kept = text;
    say(told.saved ? `草稿已保存 ${told.at}` : "");
    news(told);
    if (field.value !== kept) later(PAUSE);
  }

  async function ask(options) {
    try {
      const response = await fetch(box.dataset.draftAddress, options);
      if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
        return { error: "请先复制文字，再刷新页面。" };
      }
      return { busy: response.status >= 500, ...(await response.json()) };
    } catch {
      return { error: "网络不通，稍后自动重试。", busy: true };
    }
  }

  function news(told) {
    const line = box.querySelector("[data-writing]");
    line.hidden = !told.writing.length;
    line.textContent = `${told.writing.join("、")}正在写答复，请先沟通，以免重复。`;
    box.querySelector("[data-news]").hidden = told.last <= Number(box.dataset.last);
  }

  async function look() {
    if (document.hidden || sending) return;
    const told = await ask({});
    if (!told.error) news(told);
  }

  field.addEventListener("input", () => {
    say("正在写……");
    later(PAUSE);
  });
  box.addEventListener("submit", () => {
    sending = true;
    running?.abort();
    clearTimeout(timer);
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });
  // What is typed in the last seconds before the window goes is sent along.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) save({ keepalive: true });
  });
  window.addEventListener("pagehide", () => save({ keepalive: true }));
  window.addEventListener("beforeunload", (event) => {
    if (!sending && field.value !== kept && state.classList.contains("late")) event.preventDefault();
  });
  setInterval(look, LOOK);
  if (field.value !== kept) later(0);
}
