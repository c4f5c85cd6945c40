// Offers the articles whose title has the words that are being typed, with their numbers. Without
// scripts the number, the address or the whole title is typed.
const ARTICLE_PAUSE = 300; // after the last stroke, in milliseconds

function offerArticles(input) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-choices`;
  input.after(list);
  input.setAttribute("list", list.id);
  let timer = 0;
  let asked = "";

  async function offer() {
    const words = input.value.trim();
    if (!words || words === asked || /^\d+ /.test(words)) return;
    asked = words;
    const found = await foundFor(words);
    if (asked !== words) return;
    list.replaceChildren(...found.map(({ id, text }) => new Option("", `${id} ${text}`)));
  }

  async function foundFor(words) {
    const address = `${input.dataset.articleChoices}&term=${encodeURIComponent(words)}`;
    try {
      const response = await fetch(address);
      return response.ok && !response.redirected ? (await response.json()).results : [];
    } catch {
      return []; // it can still be typed
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, ARTICLE_PAUSE);
  });
}

document.querySelectorAll("[data-article-choices]").forEach(offerArticles);
