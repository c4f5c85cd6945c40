// Keeps on the server what is typed into the form of an article, for its editor alone, until it is
// saved. Without scripts the button 保存草稿 does the keeping.
const place = document.querySelector("[data-unsaved-words]");

if (place) {
  const form = document.querySelector("#article_form");
  const text = () => window.richText?.of(form.elements.body);

  function fields() {
    return [...new FormData(form)].filter(([, value]) => typeof value === "string");
  }

  const { changed } = window.keepWriting({
    form,
    place,
    // The editor writes a text down in its own way: it is compared only once somebody has typed.
    typed: () => {
      const body = text()?.isChanged() ? text().html() : "";
      const others = fields().filter(([name]) => !["body", "csrfmiddlewaretoken"].includes(name));
      return JSON.stringify([...others, body]);
    },
    fill: (body) => {
      for (const [name, value] of fields()) body.append(name, value);
      if (text()) body.set("body", text().html());
    },
  });

  window.richText?.whenReady((ready) => ready.onInput(changed));
}
