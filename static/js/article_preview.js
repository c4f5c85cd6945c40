// Shows, while an article is written, the page as it will be: the form as typed is posted into a
// frame. Nothing is stored by that. Without scripts a button opens the same in a new window.
const preview = document.querySelector("[data-typed-preview]");

if (preview) {
  const PAUSE = 1200; // after the last stroke, in milliseconds
  const frame = preview.querySelector("iframe");
  const form = preview.closest("form");
  const state = preview.querySelector("[data-preview-state]");
  let timer = 0;
  let shown = null; // what the frame shows, or is about to
  let place = 0; // how far the reader of the frame has scrolled
  let seen = false; // whether the frame is in sight

  const typed = () => {
    const fields = new FormData(form);
    const html = window.richText?.of(form.elements.body)?.html();
    if (html !== undefined) fields.set("body", html);
    return [...fields].filter(([, value]) => typeof value === "string");
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  };

  function refresh() {
    if (!seen) return;
    const fields = typed();
    const key = JSON.stringify(fields);
    if (key === shown) return;
    shown = key;
    place = frame.contentWindow?.scrollY ?? 0;
    state.textContent = "正在更新……";
    send(fields);
  }

  // A form of its own: sending that of the page would tell its other scripts that it is saved.
  function send(fields) {
    const copy = document.createElement("form");
    copy.method = "post";
    copy.action = frame.dataset.address;
    copy.target = frame.name;
    copy.hidden = true;
    for (const [name, value] of fields) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      copy.append(field);
    }
    document.body.append(copy);
    copy.submit();
    copy.remove();
  }

  frame.addEventListener("load", () => {
    if (shown === null) return;
    let page = null;
    try {
      page = frame.contentDocument?.querySelector("[data-preview]");
    } catch {
      // A page that may not be framed: the login, or an error.
    }
    state.textContent = page ? "" : "预览未能更新，可能登录已过期或网络不通；内容仍在，请先保存。";
    if (page) frame.contentWindow.scrollTo(0, place);
    else shown = null;
  });

  frame.hidden = false;
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  window.richText?.whenReady((text) => {
    text.onInput(later);
    later();
  });
  new IntersectionObserver(([entry]) => {
    seen = entry.isIntersecting;
    if (seen) later();
  }).observe(frame);
}
