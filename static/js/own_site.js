"use strict";
// The site goes away for some seconds: it is asked for until it answers again, then opened.
{
  const link = document.querySelector("[data-opens]");
  const begun = Date.now();
  const LONGEST = 60000; // it may have gone over between two questions
  let away = false;

  const ask = async () => {
    try {
      // A question that a server took and did not live to answer would be waited for for ever.
      const signal = AbortSignal.timeout(5000);
      const answer = await fetch("/healthz", { cache: "no-store", signal });
      if (answer.ok && (away || Date.now() - begun > LONGEST)) {
        location.assign(link.href);
        return;
      }
    } catch {
      away = true;
    }
    setTimeout(ask, 1000);
  };
  if (link) ask();
}
