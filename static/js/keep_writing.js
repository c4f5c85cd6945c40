// Keeps on the server what is being written in a form, and says plainly when that failed. One script
// for the reply box and the form of an article; what leads away waits for it (leave_kept.js).
{
  const PAUSE = 2000; // after the last stroke, in milliseconds
  const AGAIN = 10000; // after a failure
  const LONGEST_WAIT = 8000; // for an answer
  const LONGEST_LAST = 64000; // bytes that a browser still sends for a page that is gone

  /**
   * `place` has the addresses and the line that tells; `typed()` tells what stands in the form, as
   * one text; `fill(body)` puts it into a post; `heard(told)` gets what the server answered. Gives
   * `changed()`, to be called after a change that is no event of `watched`, and `ask(options)`.
   */
  window.keepWriting = ({ form, place = form, watched = form, typed, fill, heard }) => {
    const state = document.querySelector("[data-draft-state]");
    let kept = place.hasAttribute("data-unsaved") ? null : typed(); // what the server has
    let underway = null; // what is on its way to it
    let sending = false;
    let running = null;
    let timer = 0;
    let settled = state.textContent; // what was told last

    const say = (text, wrong = false) => {
      state.textContent = text;
      state.classList.toggle("late", wrong);
    };

    const later = (delay = PAUSE) => {
      clearTimeout(timer);
      timer = setTimeout(save, delay);
    };

    function save() {
      clearTimeout(timer);
      if (sending) return running;
      if (typed() === kept) {
        say(settled, state.classList.contains("late"));
        return running;
      }
      if (running) return running.then(save);
      running = send().finally(() => (running = null));
      return running;
    }

    async function send() {
      const words = (underway = typed());
      const body = post();
      const told = await ask({ method: "POST", body, keepalive: size(body) <= LONGEST_LAST });
      if (sending) return;
      if (told.error) {
        say(`未能保存：${told.error}`, true);
        if (told.busy) later(AGAIN);
        return;
      }
      kept = words;
      if (typed() === kept) form.dataset.kept = "";
      settled = told.said;
      say(told.said, told.aside);
      heard?.(told);
      if (typed() !== kept) later();
    }

    function post() {
      const body = new FormData();
      fill(body);
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      return body;
    }

    /** The answer of the server as JSON; a login in another window has made another token. */
    async function ask(options) {
      try {
        options.signal = AbortSignal.timeout(LONGEST_WAIT);
        let response = await fetch(place.dataset.draftAddress, options);
        if (response.status === 403 && !isJson(response) && (await window.freshToken())) {
          options.body?.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
          response = await fetch(place.dataset.draftAddress, options);
        }
        if (!isJson(response)) return { error: "请先复制文字，再刷新页面。" };
        return { busy: response.status >= 500, ...(await response.json()) };
      } catch {
        return { error: "网络不通，稍后自动重试。", busy: true };
      }
    }

    // A draft on its way must not arrive after the form that it was.
    form.addEventListener("submit", (event) => {
      const { submitter } = event;
      if (submitter?.formTarget) return; // opens beside
      clearTimeout(timer);
      if (!running) {
        sending = true;
        return;
      }
      event.preventDefault();
      running.then(() => sending || form.requestSubmit(submitter));
    });
    // What is typed in the last seconds before the window goes is sent along.
    document.addEventListener("visibilitychange", () => document.hidden && save());
    window.addEventListener("pagehide", () => {
      if (sending || typed() === (running ? underway : kept)) return;
      const body = post();
      const options = { method: "POST", body, keepalive: size(body) <= LONGEST_LAST };
      fetch(place.dataset.draftAddress, options).catch(() => {}); // nobody is there to be told
    });
    window.addEventListener("pageshow", () => (sending = false));
    window.addEventListener("beforeunload", (event) => {
      if (!sending && typed() !== kept && state.classList.contains("late")) event.preventDefault();
    });
    function changed() {
      delete form.dataset.kept;
      say("正在写……");
      later();
    }
    watched.addEventListener("input", changed);
    watched.addEventListener("change", changed);
    if (typed() !== kept) later(0);
    window.leaveKept({ form, save, isKept: () => typed() === kept, state });
    return { changed, ask };
  };

  const isJson = (response) =>
    response.headers.get("Content-Type")?.startsWith("application/json");

  function size(body) {
    return [...body].reduce((sum, [name, value]) => sum + name.length + bytes(value) + 200, 0);
  }

  const bytes = (value) => new Blob([value]).size;
}
