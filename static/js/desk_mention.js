// After an @ in a note, the colleagues whose name goes on from there, each a button that writes it.
document.querySelectorAll("[data-mentions]").forEach((offered) => {
  const box = document.getElementById(offered.dataset.mentions);
  const options = [...document.querySelector("#id_remind").options].filter((one) => one.value);
  const people = options.map((one) => ({ words: one.textContent, name: one.textContent.split("（")[0] }));

  function begun() {
    return /[@＠]([^\s@＠]{0,20})$/.exec(box.value.slice(0, box.selectionStart));
  }

  function write(name) {
    const typed = begun();
    if (typed) box.setRangeText(`@${name} `, typed.index, box.selectionStart, "end");
    offered.hidden = true;
    box.focus();
  }

  function offer() {
    const typed = begun();
    const found = typed ? people.filter((one) => one.name.startsWith(typed[1])) : [];
    offered.replaceChildren(
      ...found.slice(0, 8).map((one) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "pill";
        button.textContent = one.words;
        button.addEventListener("click", () => write(one.name));
        return button;
      }),
    );
    offered.hidden = !found.length;
  }

  box.addEventListener("input", offer);
  box.addEventListener("click", offer);
});
