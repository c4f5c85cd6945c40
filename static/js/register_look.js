// While a call is written down: the names and the number are looked up as soon as one is there.
// By post, as the button does it, and only what was found is put into the page.
const call = document.querySelector("[data-look-form]");
const LOOKED_UP = ["name", "phone", "opponent"];
let last = "";

async function look() {
  const typed = LOOKED_UP.map((name) => call.elements[name].value.trim()).join("\n");
  if (typed === last || !typed.trim()) return;
  last = typed;
  const body = new FormData(call);
  body.append("look", "1");
  try {
    const answer = await fetch(location.pathname, { method: "POST", body, cache: "no-store" });
    if (!answer.ok || typed !== last) return; // the button is still there
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("[data-look]");
    if (found) document.querySelector("[data-look]").replaceChildren(...found.childNodes);
  } catch {
    last = ""; // no connection: looked up again with the next field
  }
}

if (call) LOOKED_UP.forEach((name) => call.elements[name].addEventListener("change", look));
