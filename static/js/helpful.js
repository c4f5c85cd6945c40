// Articles that may already answer what was asked: the receipt is there first, then these. The
// words stay on the server; it knows by the cookie of the receipt which ones.
const readyAnswers = document.querySelector("[data-helpful]");

async function show() {
  const body = new FormData();
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  body.append(token.name, token.value);
  try {
    const sent = { method: "POST", body, cache: "no-store" };
    const answer = await fetch(readyAnswers.dataset.helpful, sent);
    if (answer.status !== 200) return;
    readyAnswers.innerHTML = await answer.text();
  } catch {
    // The receipt needs none.
  }
}

if (readyAnswers) show();
