// Sends a post that did not reach its page once more. A login in another window has made another
// token, which is asked for first, so that one click is enough; without a login nothing is sent.
const lost = document.querySelector("[data-token-address]");
const notYet = lost.querySelector("[data-not-yet]");
const NO_LOGIN = "尚未登录：请先在新窗口登录，再点“再试一次”。内容仍在。";
const NO_NETWORK = "网络不通，请稍后再点“再试一次”。内容都还在。";
let fresh = false;

lost.addEventListener("submit", async (event) => {
  if (fresh) return;
  event.preventDefault();
  try {
    fresh = await window.freshToken();
    notYet.textContent = fresh ? "" : NO_LOGIN;
  } catch {
    notYet.textContent = NO_NETWORK;
  }
  if (fresh) lost.requestSubmit();
});
window.addEventListener("pageshow", () => {
  fresh = false;
});
