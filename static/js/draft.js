// A draft of the question, kept in this browser alone and only for who asked for it. Text and area,
// nothing by which somebody could be found or called. Gone when it was sent (forget_draft.js), when
// it is not wanted any more, and after seven days.
const NAME = "consult-draft";
const SENT = "consult-sent"; // this tab's last question reached the firm
const LONGEST = 7 * 24 * 60 * 60 * 1000; // milliseconds
const box = document.querySelector("[data-draft]");

/** What is kept: {question, area, at}; null for nothing, or for what is too old. */
function kept() {
  try {
    const draft = JSON.parse(localStorage.getItem(NAME));
    if (draft && Date.now() - draft.at <= LONGEST) return draft;
  } catch {
    // Not ours, or broken: away with it.
  }
  localStorage.removeItem(NAME);
  return null;
}

/** The draft with what was brought along from a search below it, once. */
function joined(draft, words) {
  return draft.includes(words) ? draft : `${draft}\n\n${words}`;
}

function usable() {
  try {
    localStorage.getItem(NAME);
    return true;
  } catch {
    return false; // a browser that keeps nothing: the choice is not shown
  }
}

function offer(form) {
  const { question, area } = form.elements;
  const choice = box.querySelector("[data-draft-keep]");
  const back = form.querySelector("[data-draft-back]");
  const state = form.querySelector("[data-draft-state]");

  function mark(on) {
    if (choice.checked !== on) box.open = on;
    choice.checked = on;
    form.toggleAttribute("data-kept", on);
  }

  function keep() {
    if (!choice.checked) return;
    const draft = { question: question.value, area: area.value, at: Date.now() };
    try {
      localStorage.setItem(NAME, JSON.stringify(draft));
      mark(true);
    } catch {
      forget("浏览器无法保存草稿，请先复制到其他地方。");
    }
  }

  function forget(words) {
    localStorage.removeItem(NAME);
    back.hidden = true;
    mark(false);
    state.textContent = words;
  }

  function bringBack(draft) {
    const at = new Date(draft.at);
    const day = `${at.getMonth() + 1}月${at.getDate()}日`;
    const time = `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
    const words = `已恢复${day}${time}的草稿，草稿只保存在本设备的浏览器中。`;
    question.value = draft.question;
    area.value = [...area.options].some((one) => one.value === draft.area) ? draft.area : "";
    back.querySelector("[data-draft-said]").textContent = words;
    back.hidden = false;
    area.dispatchEvent(new Event("change", { bubbles: true }));
    setTimeout(() => (state.textContent = words), 1000); // a screen reader is then done with the page
  }

  choice.addEventListener("change", () => {
    if (choice.checked) {
      keep();
      state.textContent = choice.checked ? "草稿将暂存在本设备的浏览器中。" : state.textContent;
    } else forget("已停止暂存，原有草稿已删除。");
  });
  question.addEventListener("input", keep);
  area.addEventListener("change", keep);
  back.querySelector("[data-draft-clear]").addEventListener("click", () => {
    question.value = area.value = "";
    forget("草稿已清除。");
    question.dispatchEvent(new Event("input", { bubbles: true }));
    area.dispatchEvent(new Event("change", { bubbles: true }));
    question.focus();
  });
  // The way back from the receipt: the browser fills in again what the firm has by now.
  function emptyWhatWasSent() {
    if (!sessionStorage.getItem(SENT)) return;
    sessionStorage.removeItem(SENT);
    if (kept() !== null) return; // another one, begun since
    form.reset();
    area.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // A page that comes back from the browser's memory, after the draft was sent or cleared.
  window.addEventListener("pageshow", () => {
    emptyWhatWasSent();
    mark(kept() !== null);
  });
  // Another tab sent it or gave it up: the next letter here must not keep it anew.
  window.addEventListener("storage", () => {
    if (choice.checked && kept() === null) forget("草稿已在其他页面提交或删除，本页不再暂存。");
  });

  const draft = kept();
  mark(draft !== null);
  if (draft?.question && (!question.value || "draftBrought" in box.dataset)) {
    bringBack({ ...draft, question: joined(draft.question, question.value) });
  }
  box.hidden = false;
}

if (box && usable()) offer(box.closest("form"));
