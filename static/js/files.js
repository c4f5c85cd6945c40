// Chosen files as a list with sizes and a way to take one off again; what is chosen later is added where
// a field takes several. The browser's own field stays, under a label of ours: keys, screen readers and
// dropping work. A field that says nothing of its bounds (`data-said`) has them on the server alone.
const MEGABYTE = 1024 * 1024;

function sizeOf(file) {
  if (file.size < MEGABYTE) return `${Math.ceil(file.size / 1024)}KB`;
  return `${Math.ceil((file.size / MEGABYTE) * 10) / 10}MB`;
}

function made(tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}

function enhance(input) {
  const { most, largest, said: bounds, types = "" } = input.dataset;
  const sentences = JSON.parse(bounds ?? null); // the server's own, "%s" for the name
  const endings = input.accept.split(",");
  const what = bounds ? "附件" : "文件";
  const box = made("div", "picker");
  const label = made("span", "picker-label quiet-button");
  const list = made("ul", "chosen bare");
  const said = made("p", "visually-hidden");
  let chosen = [];
  label.setAttribute("aria-hidden", "true");
  list.setAttribute("role", "list");
  list.setAttribute("aria-label", `已选的${what}`);
  said.setAttribute("role", "status");
  input.before(box);
  box.append(input, label);
  box.after(list, said);

  /** Which sentence a file earns by what is seen of it from outside; "" for none. */
  function reason(file, place) {
    if (!sentences) return "";
    const ending = /\.([^.]+)$/.exec(file.name)?.[1].toLowerCase() ?? "";
    if (file.size > largest) return "large";
    if (!file.size) return "empty";
    if (Object.hasOwn(sentences, ending)) return ending;
    const known = !ending || endings.includes(`.${ending}`) || types.split(",").includes(file.type);
    if (!known) return "unknown"; // of a name without an ending only the content tells
    const kept = input.form.querySelectorAll("[name=kept]:checked").length;
    return place + kept < most ? "" : "many";
  }

  function fault(file, place) {
    const why = reason(file, place);
    return why && sentences[why].replace("%s", file.name);
  }

  function row(file, place) {
    const item = made("li", "");
    const remove = made("button", "button button-quiet quiet-button", "移除");
    const name = made("span", "file");
    name.append(made("span", "file-name", file.name), " ", made("span", "file-facts", sizeOf(file)));
    if (fault(file, place)) name.append(made("span", "wrong", fault(file, place)));
    remove.type = "button";
    remove.setAttribute("aria-label", `移除${file.name}`);
    remove.addEventListener("click", () => drop(file));
    item.append(name, remove);
    return item;
  }

  function show() {
    list.replaceChildren(...chosen.map(row));
    list.hidden = !chosen.length;
    const more = input.multiple ? "继续添加" : "换一个";
    label.textContent = chosen.length ? more : "选择文件";
  }

  function write(words) {
    const kept = new DataTransfer();
    chosen.forEach((file) => kept.items.add(file));
    input.files = kept.files;
    show();
    said.textContent = words;
  }

  function drop(gone) {
    const place = chosen.indexOf(gone);
    chosen = chosen.filter((file) => file !== gone);
    write(`已移除${gone.name}，还有${chosen.length}个${what}。`);
    (list.children[Math.min(place, chosen.length - 1)]?.querySelector("button") ?? input).focus();
  }

  function same(one, other) {
    return ["name", "size", "lastModified"].every((fact) => one[fact] === other[fact]);
  }

  input.addEventListener("change", () => {
    const more = [...input.files].filter((file) => !chosen.some((one) => same(one, file)));
    chosen = input.multiple ? [...chosen, ...more] : [...input.files];
    const wrong = chosen.map(fault).filter(Boolean);
    write([`已选${chosen.length}个${what}。`, ...new Set(wrong)].join(""));
  });
  input.form.addEventListener("change", ({ target }) => {
    if (target.name === "kept") show();
  });
  input.form.addEventListener("submit", (event) => {
    const place = chosen.findIndex(fault);
    if (event.defaultPrevented || place < 0) return;
    event.preventDefault();
    said.textContent = fault(chosen[place], place);
    list.children[place].querySelector("button").focus();
  });
  window.addEventListener("pageshow", () => {
    chosen = [...input.files]; // those that a browser kept when it came back
    show();
  });
  show();
}

if (window.DataTransfer) document.querySelectorAll("input[type=file]").forEach(enhance);
