// Says two minutes before it that the session ends, and puts the end off while somebody types. The
// server alone knows the time: another window may have been used meanwhile.
{
  const WARNED = 120; // seconds before the end
  const AGAIN = 30; // seconds after a failure
  const TYPING_NOTED = 60000; // milliseconds between two signs that somebody types
  const SOON = "2分钟内无操作将自动退出。";
  const LAST = "登录将满12小时，2分钟内自动退出，请先保存。";
  const OVER = "登录已结束，所写内容仍在。请在新窗口登录，再回到这里继续。";
  const place = document.querySelector("[data-session-end]");
  const tokens = () => document.querySelectorAll("[name=csrfmiddlewaretoken]");

  function send(method) {
    const { tokenAddress } = document.querySelector("[data-token-address]").dataset;
    const body = method === "POST" ? new FormData() : undefined;
    body?.set("csrfmiddlewaretoken", tokens()[0].value);
    return fetch(tokenAddress, { method, body });
  }

  /** What the server tells, null where nobody is logged in; a new token goes into every form. */
  async function read(response) {
    if (response.status === 401) return null;
    if (!response.ok) throw new Error("The server is busy.");
    const told = await response.json();
    for (const field of tokens()) field.value = told.token;
    return told;
  }

  /** Whether somebody is logged in; another login has made another token, which the forms get. */
  window.freshToken = async () => Boolean(await read(await send("GET")));

  async function asked(method) {
    const response = await send(method);
    if (response.status !== 403) return read(response);
    return (await window.freshToken()) ? read(await send(method)) : null;
  }

  function watch() {
    const [said, stay, login] = ["p", "button", "a"].map((name) => place.querySelector(name));
    let timer = 0;
    let due = 0; // when the server is asked next
    let noted = Date.now(); // when it was last told that somebody is here

    function later(seconds) {
      clearTimeout(timer);
      due = Date.now() + seconds * 1000;
      timer = setTimeout(ask, seconds * 1000);
    }

    async function ask(method = "GET") {
      try {
        hear(await asked(method));
      } catch {
        later(AGAIN);
      }
    }

    function hear(told) {
      const soon = told?.left <= WARNED;
      say(told ? (soon ? (told.last ? LAST : SOON) : "") : OVER);
      stay.hidden = !soon || told.last;
      login.hidden = Boolean(told);
      if (!told) later(AGAIN); // until somebody has logged in again
      else later(soon ? told.left + 1 : told.left - WARNED);
    }

    function say(text) {
      if (said.textContent !== text) said.textContent = text;
      place.classList.toggle("shown", Boolean(text));
    }

    function typing() {
      if (Date.now() - noted < TYPING_NOTED) return;
      noted = Date.now();
      ask("POST");
    }

    stay.addEventListener("click", () => ask("POST"));
    document.addEventListener("input", typing);
    window.richText?.whenReady((text) => text.onInput(typing));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && Date.now() >= due) ask(); // timers sleep while a computer does
    });
    later(Math.max(place.dataset.left - WARNED, 1));
  }

  if (place) watch();
}
