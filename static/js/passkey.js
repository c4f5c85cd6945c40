// Passkeys: asks the site what is wanted and the browser for an answer, puts it into the form
// around the button and sends the form. Where a browser knows no passkeys the button stays hidden.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

const ways = {
  async offer(wanted) {
    const user = { ...wanted.user, id: toBytes(wanted.user.id) };
    const publicKey = {
      ...wanted,
      user,
      challenge: toBytes(wanted.challenge),
      excludeCredentials: known(wanted.excludeCredentials),
    };
    return navigator.credentials.create({ publicKey });
  },
  async ask(wanted) {
    const publicKey = {
      ...wanted,
      challenge: toBytes(wanted.challenge),
      allowCredentials: known(wanted.allowCredentials),
    };
    return navigator.credentials.get({ publicKey });
  },
};

function answerOf(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = toText(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: parts,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function wantedFrom(place, form) {
  const body = new FormData(form);
  const answer = await fetch(place.dataset.address, { method: "POST", body });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.errors.join(""));
  return told;
}

const REASONS = {
  NotAllowedError: "未完成验证，请重试。",
  InvalidStateError: "这台设备上已经有本账号的通行密钥。",
  SecurityError: "浏览器不允许在此网址使用通行密钥。",
};

async function go(place, form, said) {
  said.textContent = "";
  try {
    const credential = await ways[place.dataset.passkey](await wantedFrom(place, form));
    place.querySelector("[name=passkey]").value = answerOf(credential);
  } catch (error) {
    said.textContent =
      REASONS[error.name] ?? (error.constructor === Error && error.message ? error.message : "操作失败，请刷新本页重试。");
    return;
  }
  form.submit();
}

for (const place of document.querySelectorAll("[data-passkey]")) {
  const form = place.closest("form");
  const said = place.querySelector("[data-passkey-said]");
  place.hidden = !window.PublicKeyCredential;
  place.querySelector("[data-passkey-go]").addEventListener("click", () => go(place, form, said));
}
