/* Tells the server that this page of a draft is open, and its reader who else is at work on it. */
(() => {
  "use strict";

  const place = document.getElementById("company");
  const OFTEN = 20000; // milliseconds; the server forgets after three of them

  async function ask() {
    if (document.hidden) return;
    try {
      const answer = await fetch(place.dataset.here, {
        method: "POST",
        headers: { "X-CSRFToken": place.dataset.token },
      });
      if (answer.ok) show(await answer.json());
    } catch {
      /* Nobody is told anything while there is no connection; saving says so by itself. */
    }
  }

  function show(answer) {
    const mine = document.querySelector("form.draft input[name=revision]");
    const said = [...answer.told];
    if (mine && answer.revision > Number(mine.value)) said.push(place.dataset.newer);
    const text = said.join(" ");
    if (place.textContent !== text) place.textContent = text;
    place.hidden = !text;
  }

  ask();
  setInterval(ask, OFTEN);
  document.addEventListener("visibilitychange", ask);
})();
