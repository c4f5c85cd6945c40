// Stores on the server what is being written in a form, and says plainly when that failed. What leads
// away from the page (other forms, links, the logout) waits until it is stored; when it cannot be, the
// page stays, once, and whoever presses again goes.
{
  const PAUSE = 2000; // after the last stroke, in milliseconds
  const AGAIN = 10000; // after a failure
  const LONGEST_WAIT = 8000; // for an answer
  const LONGEST_LAST = 64000; // bytes that a browser still sends for a page that is gone

  /**
   * `place` has the addresses and the line that tells; `typed()` gives what stands in the form, as
   * one text; `fill(body)` puts it into a post; `heard(said)` gets what the server answered. Gives
   * `changed()`, to be called after a change that is no event of `watched`, and `ask(options)`.
   */
  window.keepWriting = ({ form, place = form, watched = form, typed, fill, heard }) => {
    const state = document.querySelector("[data-draft-state]");
    let kept = place.hasAttribute("data-unsaved") ? null : typed(); // what the server has
    let underway = null; // what is on its way to it
    let sending = false;
    let running = null;
    let timer = 0;
    let settled = state.textContent; // what was said last
    let waiting = false;
    let passing = false;
    let warned = false;

    const isKept = () => typed() === kept;

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
      if (isKept()) {
        say(settled, state.classList.contains("late"));
        return running;
      }
      if (running) return running.then(save);
      running = send().finally(() => (running = null));
      return running;
    }

    async function send() {
      const words = (underway = typed());
      const said = await ask(post());
      if (sending) return;
      if (said.error) {
        say(`未能保存：${said.error}`, true);
        if (said.busy) later(AGAIN);
        return;
      }
      kept = words;
      settled = said.said;
      say(said.said, said.aside);
      heard?.(said);
      if (isKept()) form.dataset.kept = "";
      else later();
    }

    function post() {
      const body = new FormData();
      fill(body);
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      return { method: "POST", body, keepalive: size(body) <= LONGEST_LAST };
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

    function changed() {
      delete form.dataset.kept;
      warned = false;
      say("正在写……");
      later();
    }

    async function waitFor(event, go) {
      if (event.defaultPrevented || passing || isKept()) return;
      event.preventDefault();
      if (waiting) return;
      waiting = true;
      await save();
      waiting = false;
      if (!isKept() && !warned) {
        warned = true;
        state.scrollIntoView({ block: "center" });
        return;
      }
      passing = true; // words that are still not stored: the browser itself asks
      go();
      passing = false;
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
    document.addEventListener("submit", (event) => {
      const { target, submitter } = event;
      if (target !== form) waitFor(event, () => target.requestSubmit(submitter));
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (link && isPlain(event) && leadsAway(link)) waitFor(event, () => link.click());
    });
    // What is typed in the last seconds before the window goes is sent along.
    document.addEventListener("visibilitychange", () => document.hidden && save());
    window.addEventListener("pagehide", () => {
      if (sending || typed() === (running ? underway : kept)) return;
      fetch(place.dataset.draftAddress, post()).catch(() => {}); // nobody is there to be told
    });
    window.addEventListener("pageshow", () => (sending = false));
    window.addEventListener("beforeunload", (event) => {
      if (!sending && !isKept() && state.classList.contains("late")) event.preventDefault();
    });
    watched.addEventListener("input", changed);
    watched.addEventListener("change", changed);
    if (!isKept()) later(0);
    return { changed, ask };
  };

  const isJson = (response) =>
    response.headers.get("Content-Type")?.startsWith("application/json");

  const bytes = (value) => new Blob([value]).size;
  const size = (body) =>
    [...body].reduce((sum, [name, value]) => sum + name.length + bytes(value) + 200, 0);

  const isPlain = (event) =>
    !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

  /** Whether a link leads to another page in this window. */
  function leadsAway(link) {
    const [here, there] = [location.href, link.href].map((address) => address.split("#")[0]);
    const beside = (link.target && link.target !== "_self") || link.hasAttribute("download");
    if (beside || link.isContentEditable || !link.protocol.startsWith("http")) return false;
    return there !== here || !link.hash;
  }
}
