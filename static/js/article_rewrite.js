// Changes a citation as the panel 引用与提示 proposes: one step, which the editor's undo takes back.
const lawFound = document.querySelector("[data-law-found]");

const NOT_THERE = "文中未找到这处引用，可能刚刚修改。";

// Where the citation begins: the same words may stand before it so many times.
function placeOf(text, written, before) {
  let at = text.indexOf(written);
  for (let left = before; left && at >= 0; left -= 1) at = text.indexOf(written, at + 1);
  return at;
}

// What differs between the two: so the change stays within 第…条, whatever is bold or linked.
function difference(written, instead) {
  let start = 0;
  while (start < written.length && written[start] === instead[start]) start += 1;
  let end = 0;
  const most = Math.min(written.length, instead.length) - start;
  while (end < most && written.at(-1 - end) === instead.at(-1 - end)) end += 1;
  return { start, end: written.length - end, put: instead.slice(start, instead.length - end) };
}

function rewriteBox(box, { written, rewrite, before }) {
  const at = placeOf(box.value, written, before);
  if (at < 0) return false;
  box.focus();
  box.setSelectionRange(at, at + written.length);
  document.execCommand("insertText", false, rewrite); // keeps the undo of the browser
  return true;
}

function rewriteLook(looked, { written, rewrite, before }) {
  const { nodes, text } = textsOf(looked.look());
  const at = placeOf(text, written, before);
  if (at < 0) return false;
  const { start, end, put } = difference(written, rewrite);
  const holds = (place) => nodes.findLast((one) => one.start <= place);
  const first = holds(at + start);
  const last = holds(Math.max(at + end - 1, at + start));
  const range = document.createRange();
  range.setStart(first.node, at + start - first.start);
  range.setEnd(last.node, at + end - last.start);
  looked.focus();
  looked.inOneStep(() => {
    range.deleteContents();
    first.node.insertData(at + start - first.start, put);
  });
  range.setStart(first.node, at + start - first.start);
  range.setEnd(first.node, at + start - first.start + put.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  first.node.parentElement.scrollIntoView({ block: "center" });
  return true;
}

lawFound?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-rewrite]");
  if (!button) return;
  const { written, rewrite, field } = button.dataset;
  const asked = { written, rewrite, before: Number(button.dataset.before) };
  const box = lawFound.closest("form").elements[field];
  const text = window.richText?.of(box);
  const done = text?.look() ? rewriteLook(text, asked) : rewriteBox(text?.source() ?? box, asked);
  const said = document.querySelector("[data-law-state]");
  said.textContent = done ? `已改为“${rewrite}”，可以撤销。` : NOT_THERE;
});
