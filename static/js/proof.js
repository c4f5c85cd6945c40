// Proof of work for the forms of clients: fetched when the person begins to fill it in, solved in
// a worker beside the page, put into a hidden field. Nothing waits for it and nothing is shown: a
// form without a proof is accepted as well, and judged more strictly. Only at the door of the office
// (data-proof-waits) it is begun with the page, and a post waits for it.
const field = document.querySelector("[data-proof]");
const FRESH = 60 * 60 * 1000; // milliseconds; the server takes a proof for two hours
const LONGEST = 15000; // milliseconds that a post waits
let solvedAt = 0;
let held = false;
let busy = null; // the promise of a proof that is being made

function drop() {
  field.value = "";
  solvedAt = 0;
}

function dropOld() {
  if (Math.abs(Date.now() - solvedAt) > FRESH) drop();
}

/** Counter and key that solve the puzzle; null when the worker gives up. */
function solve(challenge) {
  const worker = new Worker(field.dataset.proofWorker);
  const range = { counterMode: "uint32", counterStart: 0, counterStep: 1 };
  return new Promise((done) => {
    worker.onmessage = ({ data }) => done(data?.derivedKey ? data : null);
    worker.onerror = () => done(null);
    worker.postMessage({ type: "work", challenge, ...range });
  }).finally(() => worker.terminate());
}

async function prove() {
  const answer = await fetch(field.dataset.proof, { cache: "no-store" });
  if (!answer.ok) return;
  const challenge = await answer.json();
  const found = await solve(challenge);
  if (!found) return;
  const solution = { counter: found.counter, derivedKey: found.derivedKey };
  field.value = btoa(JSON.stringify({ challenge, solution }));
  solvedAt = Date.now();
}

function begin() {
  dropOld();
  if (busy || solvedAt) return busy;
  busy = prove()
    .catch(() => {}) // offline, say: the form goes without
    .finally(() => {
      busy = null;
    });
  return busy;
}

function hold(event) {
  if (!busy) return;
  event.preventDefault();
  if (held) return;
  held = true;
  const over = new Promise((done) => setTimeout(done, LONGEST));
  Promise.race([busy, over]).then(() => field.form.submit());
}

if (field && window.Worker && window.isSecureContext) {
  field.setAttribute("autocomplete", "off"); // no browser is to remember it,
  drop(); // and what one put back there after a reload was used already
  field.form.addEventListener("focusin", begin);
  field.form.addEventListener("submit", dropOld);
  if ("proofWaits" in field.dataset) {
    begin();
    field.form.addEventListener("submit", hold);
  }
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    drop(); // back from the receipt: that proof is used up
    held = false;
    if ("proofWaits" in field.dataset) begin();
  });
}
