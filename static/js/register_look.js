// While a call is written down: the names and the number are looked up as soon as one is there.
// By post, as the button does it, and only what was found is put into the page.
const call = document.querySelector("[data-look-form]");
const LOOKED_UP = ["name", "phone", "opponent", "question"];
let last = "";

async function look() {
  const typed = LOOKED_UP.map((name) => call.elements[name].value.trim()).join("\n");
  if (typed === last || !typed.trim()) return;
  last = typed;
  const box = document.querySelector("[data-look]");
  const body = new FormData(call);
  body.append("look", "1");
  try {
    const answer = await fetch(location.pathname, { method: "POST", body, cache: "no-store" });
    const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    if (typed !== last) return; // a newer one is on its way
    const found = page.querySelector("[data-look]");
    if (!found) throw new Error();
    box.replaceChildren(...found.childNodes);
  } catch {
    // What was found for other names says nothing of these: looked up again with the next field.
    if (typed === last) last = "";
    box.querySelectorAll("[data-look-said]").forEach((said) => said.remove());
    box.querySelector("[data-look-failed]").hidden = false;
  }
}

if (call) LOOKED_UP.forEach((name) => call.elements[name].addEventListener("change", look));
