// Puts canned replies and links to articles in at the cursor, and finds articles, without leaving
// the page. Without scripts the same buttons post, and the text goes below what is written.
const reply = document.querySelector("[data-reply]");

function put(field, text, touched) {
  const at = touched ? field.selectionStart : field.value.length;
  const end = touched ? field.selectionEnd : at;
  const before = field.value.slice(0, at);
  const after = field.value.slice(end);
  const gap = before.trim() ? "\n".repeat(2 - Math.min(2, /\n*$/.exec(before)[0].length)) : "";
  const tail = after.trim() && !after.startsWith("\n") ? "\n\n" : "";
  field.setRangeText(gap + text + tail, at, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

async function find(form, select) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("find", form.elements.find.value);
  const response = await fetch(form.dataset.articlesAddress, { method: "POST", body });
  const { articles } = await response.json();
  select.replaceChildren(
    ...articles.map((one) => {
      const option = new Option(one.label, one.key);
      option.dataset.text = one.text;
      return option;
    }),
  );
  if (!articles.length) select.append(new Option("没有找到公开的文章，请更换关键词", ""));
}

if (reply) {
  const field = reply.elements.text;
  const hint = reply.querySelector("[data-insert-hint]"); // that the law has moved, for the lawyer
  let touched = false;
  field.addEventListener("focus", () => {
    touched = true;
  });
  reply.querySelectorAll("[data-insert]").forEach((button) => {
    button.addEventListener("click", (event) => {
      const option = document.getElementById(button.dataset.insert).selectedOptions[0];
      if (!option?.dataset.text) return;
      event.preventDefault();
      button.closest("details").open = false;
      put(field, option.dataset.text, touched);
      hint.textContent = option.dataset.hint ?? "";
      hint.hidden = !option.dataset.hint;
    });
  });
  reply.querySelector("[data-find]").addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      await find(reply, reply.elements.article);
    } catch {
      reply.querySelector("[data-find-failed]").hidden = false;
    }
  });
}
