// Keeps on the server what is being written in a form, and says plainly when that failed. Whatever
// leads away from the page waits for it. One script for the reply box and the form of an article.
{
  const PAUSE = 2000; // after the last stroke, in milliseconds
  const AGAIN = 10000; // after a failure
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
    let leaving = false;
    let passing = false;
    let warned = false;
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

    // Once it was said that words would be lost, whoever presses again goes; the browser asks.
    async function waitFor(event, go) {
      if (event.defaultPrevented || passing || typed() === kept) return;
      event.preventDefault();
      if (leaving) return;
      leaving = true;
      await save();
      leaving = false;
      if (typed() === kept || warned) {
        passing = true;
        go();
        passing = false;
        return;
      }
      warned = true;
      state.scrollIntoView({ block: "center" });
    }

    form.addEventListener("submit", ({ submitter }) => {
      if (submitter?.formTarget) return; // opens beside
      sending = true;
      clearTimeout(timer);
    });
    document.addEventListener("submit", (event) => {
      const { target, submitter } = event;
      if (target !== form) waitFor(event, () => target.requestSubmit(submitter));
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (link.isContentEditable || !leads(link)) return;
      waitFor(event, () => link.click());
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
      warned = false;
      delete form.dataset.kept;
      say("正在写……");
      later();
    }
    watched.addEventListener("input", changed);
    watched.addEventListener("change", changed);
    if (typed() !== kept) later(0);
    return { changed, ask };
  };

  const isJson = (response) =>
    response.headers.get("Content-Type")?.startsWith("application/json");

  /** Whether a link leads to another page in this window. */
  function leads(link) {
    const here = location.href.split("#")[0];
    const there = link.href.split("#")[0];
    const beside = (link.target && link.target !== "_self") || link.hasAttribute("download");
    return !beside && link.protocol.startsWith("http") && (there !== here || !link.hash);
  }

  function size(body) {
    return [...body].reduce((sum, [name, value]) => sum + name.length + bytes(value) + 200, 0);
  }

  const bytes = (value) => new Blob([value]).size;
}
