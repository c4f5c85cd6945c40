// Offers the tags that are there for the name that is being typed, the last one of the line.
const line = document.querySelector("[data-tag-names]");
const list = document.querySelector("#tag-names");
const SHOWN = 12;

function watch(input) {
  const known = [...list.options].map((option) => option.value);

  function offer() {
    const [, before, begun] = input.value.match(/^(.*[、，,;；]\s*)?(.*)$/s);
    const start = before ?? "";
    const chosen = new Set(start.split(/[、，,;；]/).map((name) => name.trim()));
    const fitting = known.filter((name) => name.includes(begun.trim()) && !chosen.has(name));
    list.replaceChildren(
      ...fitting.slice(0, SHOWN).map((name) => new Option("", start + name)),
    );
  }

  input.setAttribute("list", list.id);
  input.addEventListener("input", offer);
  input.addEventListener("focus", offer);
}

if (line && list) watch(line);
