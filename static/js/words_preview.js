// Shows a typed title and description as search results and chats would; an empty field as the page
// has it by itself.
for (const field of document.querySelectorAll("[data-preview]")) {
  const shown = document.querySelectorAll(`[data-shown="${field.dataset.preview}"]`);

  function show() {
    for (const one of shown) one.textContent = field.value.trim() || field.dataset.own;
  }

  field.addEventListener("input", show);
  window.addEventListener("pageshow", show); // a browser that comes back has filled it in by then
}
