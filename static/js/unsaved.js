// Stores on the server what is typed in a form of the office, and says plainly when that failed. What
// leads away from the page (other forms, links, the logout) waits until it is stored; when it cannot
// be, the page stays, once, and whoever presses again goes.
//
// The line that says so stands in the form and has the address (`data-draft-address`), the fields that
// are stored (`data-draft-names`, else all, the first is watched) and whether the form came back with
// words that are stored nowhere (`data-unsaved`). The form gets each answer as an event `stored`.
{
  const PAUSE = 2000; // after the last stroke, in milliseconds
  const AGAIN = 10000; // after a failure
  const LONGEST_WAIT = 8000; // for an answer
  const LONGEST_LAST = 64000; // bytes that a browser still sends for a page that is gone
  const UNTYPED = ["body", "csrfmiddlewaretoken", "token", "version"]; // and a text with an editor

  function keep(line) {
    const form = line.closest("form");
    const { draftAddress } = line.dataset;
    const names = line.dataset.draftNames?.split(" ");
    const watched = names ? form.elements[names[0]] : form;
    const text = () => window.richText?.of(form.elements.body);
    let stored = "unsaved" in line.dataset ? null : typed();
    let running = null; // the post that is on its way
    let sending = false;
    let timer = 0;
    let settled = line.textContent; // what was said last of what is stored
    let waiting = false;
    let passing = false;
    let warned = false;

    const isStored = () => typed() === stored;

    function fields() {
      const isTyped = ([name, value]) => typeof value === "string" && (names?.includes(name) ?? true);
      return [...new FormData(form)].filter(isTyped);
    }

    /** The editor writes a text down in its own way: it is compared only once somebody has typed. */
    function typed() {
      const others = fields().filter(([name]) => !UNTYPED.includes(name));
      return JSON.stringify([others, text()?.isChanged() ? text().html() : ""]);
    }

    function say(words, wrong = false) {
      line.textContent = words;
      line.classList.toggle("late", wrong);
    }

    function later(delay = PAUSE) {
      clearTimeout(timer);
      timer = setTimeout(save, delay);
    }

    async function save() {
      clearTimeout(timer);
      while (running) await running;
      if (sending) return;
      if (isStored()) line.textContent = settled;
      else await (running = store().finally(() => (running = null)));
    }

    async function store() {
      const words = typed();
      const said = await send();
      if (sending) return;
      if (said.error) {
        say(`未能保存：${said.error}`, true);
        if (said.busy) later(AGAIN);
        return;
      }
      stored = words;
      settled = said.said;
      say(said.said, said.aside);
      form.dispatchEvent(new CustomEvent("stored", { detail: said }));
      if (isStored()) form.dataset.kept = "";
      else later();
    }

    function post() {
      const body = new FormData();
      for (const [name, value] of fields()) body.append(name, value);
      if (text()) body.set("body", text().html());
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      return { method: "POST", body, keepalive: size(body) <= LONGEST_LAST };
    }

    /** The answer of the server; a login in another window has made another token. */
    async function send(again = true) {
      try {
        const signal = AbortSignal.timeout(LONGEST_WAIT);
        const response = await fetch(draftAddress, { ...post(), signal });
        if (response.headers.get("Content-Type")?.startsWith("application/json")) {
          return { busy: response.status >= 500, ...(await response.json()) };
        }
        if (response.status === 403 && again && (await window.freshToken())) return send(false);
        return { error: "请先复制文字，再刷新页面。" };
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
      if (event.defaultPrevented || passing || isStored()) return;
      event.preventDefault();
      if (waiting) return;
      waiting = true;
      await save();
      waiting = false;
      passing = warned || isStored(); // words that are still not stored: the browser itself asks
      if (passing) go();
      else line.scrollIntoView({ block: "center" });
      warned ||= !passing;
      passing = false;
    }

    // A draft on its way must not arrive after the form that it was.
    form.addEventListener("submit", (event) => {
      const { submitter } = event;
      if (submitter?.formTarget) return; // opens beside
      clearTimeout(timer);
      sending = !running;
      if (sending) return;
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
      if (!sending && !isStored()) fetch(draftAddress, post()).catch(() => {}); // nobody is there
    });
    window.addEventListener("pageshow", () => (sending = false));
    window.addEventListener("beforeunload", (event) => {
      if (!sending && !isStored() && line.classList.contains("late")) event.preventDefault();
    });
    for (const name of ["input", "change"]) watched.addEventListener(name, changed);
    window.richText?.whenReady((ready) => ready.onInput(changed));
    if (!isStored()) later(0);
  }

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

  document.querySelectorAll("[data-draft-address]").forEach(keep);
}
