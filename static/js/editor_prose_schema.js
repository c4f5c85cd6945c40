// What the trial editor knows: exactly the tags that richtext/core/sanitise.py lets through. What it
// did not know would be lost as soon as somebody changes a text that has it.
function proseSchema(kit) {
  const plain = { HTMLAttributes: {} };
  // Whether the paragraph stood in the text, or is only what this editor puts around its words.
  const own = {
    default: false,
    keepOnSplit: false,
    parseHTML: () => true,
    renderHTML: ({ own }) => (own ? { "data-own": "" } : {}),
  };
  return [
    kit.Document, kit.Text, kit.HardBreak, kit.HorizontalRule, kit.Blockquote,
    kit.Dropcursor, kit.Gapcursor, kit.UndoRedo,
    kit.Paragraph.extend({ addAttributes: () => ({ own }) }),
    kit.Heading.configure({ levels: [2, 3, 4] }),
    kit.Bold, kit.Italic, kit.Underline, kit.Strike, kit.Subscript, kit.Superscript,
    kit.Code.extend({ excludes: "" }), // a link or a bold word may be code, too
    kit.Link.extend({ addAttributes: () => ({ href: attribute("href"), title: attribute("title") }) })
      .configure({ ...plain, openOnClick: false, autolink: false, linkOnPaste: false }),
    kit.Image.configure({ inline: true }),
    ...proseLists(kit),
    ...proseBlocks(kit),
    ...proseTables(kit),
  ]; // prettier-ignore
}

function attribute(name, fallback = null) {
  return { default: fallback, parseHTML: (element) => element.getAttribute(name) };
}

function proseLists(kit) {
  const start = {
    default: 1,
    parseHTML: (element) => element.start,
    renderHTML: ({ start }) => (start === 1 ? {} : { start }),
  };
  return [
    kit.BulletList,
    kit.OrderedList.extend({ addAttributes: () => ({ start }), addNodeView: () => null }),
    kit.ListItem.extend({ content: "block+" }),
  ];
}

function proseBlocks(kit) {
  const block = (name, rest) =>
    kit.Node.create({
      name,
      parseHTML: () => [{ tag: name, preserveWhitespace: rest.code ? "full" : undefined }],
      renderHTML: () => [name, 0],
      ...rest,
    });
  return [
    block("pre", { group: "block", content: "inline*", code: true, defining: true }),
    block("figure", { group: "block", content: "(block | figcaption)+", isolating: true }),
    block("figcaption", { content: "inline*", defining: true }),
  ];
}

// The caption is kept as it is: a table of this editor is made of rows alone.
function proseTables(kit) {
  const caption = {
    default: null,
    parseHTML: (element) => element.caption?.textContent ?? null,
    renderHTML: () => ({}),
  };
  const head = {
    default: false,
    parseHTML: (element) => element.parentElement?.tagName === "THEAD",
    renderHTML: ({ head }) => (head ? { "data-head": "" } : {}),
  };
  const scope = { addAttributes() { return { ...this.parent?.(), scope: attribute("scope") }; } };
  return [
    kit.Table.extend({
      addAttributes: () => ({ caption }),
      parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
      renderHTML: ({ node }) => {
        const rows = ["tbody", 0];
        const said = node.attrs.caption;
        return said === null ? ["table", rows] : ["table", ["caption", said], rows];
      },
      addNodeView: () => null,
      addKeyboardShortcuts() {
        return {
          Tab: () => this.editor.commands.goToNextCell(), // in the last one, on to the next field
          "Shift-Tab": () => this.editor.commands.goToPreviousCell(),
        };
      },
    }),
    kit.TableRow.extend({ addAttributes: () => ({ head }) }),
    kit.TableHeader.extend({ ...scope, content: "block+" }),
    kit.TableCell.extend({ content: "block+" }),
  ];
}

/** The text as it is stored: without the paragraphs and attributes that only this editor needs. */
function writtenProse(html) {
  const root = new DOMParser().parseFromString(html, "text/html").body;
  for (const one of root.querySelectorAll("li, td, th, figure, blockquote")) unwrapLone(one);
  for (const line of root.querySelectorAll("p")) line.removeAttribute("data-own");
  for (const cell of root.querySelectorAll("[colspan='1'], [rowspan='1']")) {
    for (const name of ["colspan", "rowspan"]) {
      if (cell.getAttribute(name) === "1") cell.removeAttribute(name);
    }
  }
  root.querySelectorAll("table").forEach(headOf);
  for (const link of root.querySelectorAll("a")) link.removeAttribute("target");
  return root.innerHTML === "<p></p>" ? "" : root.innerHTML;
}

// <li><p>甲</p></li> is <li>甲</li> again; more paragraphs than one stay.
function unwrapLone(element) {
  const lines = element.querySelectorAll(":scope > p");
  const first = element.firstElementChild;
  if (lines.length === 1 && lines[0] === first && !("own" in first.dataset)) first.replaceWith(...first.childNodes);
}

function headOf(table) {
  const rows = [...table.tBodies[0].rows];
  const inHead = rows.filter((row) => "head" in row.dataset);
  rows.forEach((row) => row.removeAttribute("data-head"));
  if (inHead.length) table.createTHead().append(...inHead);
  if (!table.tBodies[0].rows.length) table.tBodies[0].remove();
}
