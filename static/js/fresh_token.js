// A login in another window has made another token: the forms of this page get it. Tells whether
// there is one, which there is only for somebody who is logged in.
window.freshToken = async () => {
  const { tokenAddress } = document.querySelector("[data-token-address]").dataset;
  const response = await fetch(tokenAddress, { headers: { Accept: "application/json" } });
  if (!response.ok || !response.headers.get("Content-Type")?.startsWith("application/json")) return false;
  const { token } = await response.json();
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => {
    field.value = token;
  });
  return true;
};
