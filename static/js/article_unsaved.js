// Stores what is typed into the form of an article, for its editor alone, until it is saved.
const place = document.querySelector("[data-unsaved-words]");

if (place) {
  const form = document.querySelector("#article_form");
  const text = () => window.richText?.of(form.elements.body);
  const fields = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");

  const { changed } = window.keepWriting({
    form,
    place,
    // The editor writes a text down in its own way: it is compared only once somebody has typed.
    typed: () => {
      const others = fields().filter(([name]) => !["body", "csrfmiddlewaretoken"].includes(name));
      return JSON.stringify([...others, text()?.isChanged() ? text().html() : ""]);
    },
    fill: (body) => {
      for (const [name, value] of fields()) body.append(name, value);
      if (text()) body.set("body", text().html());
    },
  });

  window.richText?.whenReady((ready) => ready.onInput(changed));
}
