// Leads from a hint to its words in the field, and selects them, as a spell checker does.
const office = document.querySelector("[data-hints-check]")?.closest("form");

function inBox(box, words, sentence) {
  const start = Math.max(box.value.indexOf(sentence), 0);
  const at = box.value.indexOf(words, start + Math.max(sentence.indexOf(words), 0));
  if (at < 0) return false;
  box.focus();
  box.setSelectionRange(at, at + words.length);
  return true;
}

// The texts below a node as one string, and where each begins in it.
function textsOf(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, start: text.length });
    text += walker.currentNode.data.replaceAll("\u200b", " ");
  }
  return { nodes, text };
}

function inLook(written, words, sentence) {
  const { nodes, text } = textsOf(written.look());
  const start = Math.max(text.indexOf(sentence.trim()), 0);
  const at = text.indexOf(words, start);
  if (at < 0) return false;
  const spot = (place) => {
    const { node, start: begin } = nodes.findLast((one) => one.start <= place);
    return [node, place - begin];
  };
  const range = document.createRange();
  range.setStart(...spot(at));
  const [last, offset] = spot(at + words.length - 1);
  range.setEnd(last, offset + 1);
  written.focus();
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  return true;
}

office?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-find]");
  if (!button) return;
  const { find, sentence } = button.dataset;
  const box = office.elements[button.closest("[data-hints]").dataset.hints];
  const text = window.richText?.of(box);
  const isThere = text?.look() ? inLook(text, find, sentence) : inBox(box, find, sentence);
  if (!isThere) button.replaceWith("（文中未找到，可能刚刚修改）");
});
