// What a browser can see by itself is said before the form is sent, beside its field and in the
// server's own words, which the field brings along. The server looks at everything again.
// Dashes, brackets and full-width digits are the server's to tidy; it takes numbers with them.
function bare(text) {
  return text.normalize("NFKC").replace(/[\s()‐‑‒–—―−-]/g, "");
}

const REST = 300; // milliseconds: what is said moves the page, and must not move it under a click

function watch(field) {
  const pattern = new RegExp(`^(?:${field.dataset.pattern ?? "[^]*"})$`, "u");
  const box = field.closest(".field");

  function isWrong() {
    const written = field.type === "textarea" ? field.value.trim() : bare(field.value);
    return written ? !pattern.test(written) : field.required;
  }

  function sentence() {
    const known = document.getElementById(`${field.id}_error`);
    if (known) return known;
    const made = document.createElement("p");
    made.className = "wrong";
    made.id = `${field.id}_error`;
    field.before(made);
    return made;
  }

  function describe(wrong) {
    const ids = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    if (wrong) ids.add(`${field.id}_error`);
    else ids.delete(`${field.id}_error`);
    field.setAttribute("aria-describedby", [...ids].join(" "));
  }

  function show() {
    const wrong = isWrong();
    box.classList.toggle("field-wrong", wrong);
    describe(wrong);
    if (wrong) {
      field.setAttribute("aria-invalid", "true");
      sentence().textContent = field.dataset.wrong;
    } else {
      field.removeAttribute("aria-invalid");
      document.getElementById(`${field.id}_error`)?.remove();
    }
  }

  field.addEventListener("change", () => setTimeout(show, REST));
  field.addEventListener("input", () => {
    if (field.hasAttribute("aria-invalid") && !isWrong()) show();
  });
  field.form.addEventListener("submit", (event) => {
    const isBack = event.submitter?.name === "step";
    if (event.defaultPrevented || isBack || field.closest("[hidden]") || !isWrong()) return;
    event.preventDefault();
    show();
    field.focus();
  });
}

document.querySelectorAll("[data-wrong]").forEach(watch);
