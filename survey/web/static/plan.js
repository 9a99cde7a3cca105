/* The plan saves itself while one writes; the button works without this. */
"use strict";
(() => {
  const form = document.querySelector("form.plan");
  if (!form) return;
  const said = form.querySelector(".saved");
  const words = form.dataset;
  const { revision, csrf_token: token } = form.elements;
  let timer = 0;
  let line = null; // the save under way: one at a time
  let stopped = false; // another window has saved: only the button goes on

  const isIdea = (field) => field.name.endsWith("idea");

  function typed() {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (!name.endsWith("idea") && name !== "csrf_token") fields[name] = value;
    }
    return fields;
  }

  function say(text, good) {
    said.textContent = text;
    said.classList.toggle("ok", good);
  }

  function later(seconds) {
    clearTimeout(timer);
    timer = setTimeout(save, seconds * 1000);
  }

  function save() {
    if (stopped) return;
    if (line) return later(1);
    line = send().finally(() => (line = null));
  }

  async function send() {
    let answer, told;
    try {
      answer = await fetch(words.save, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token.value },
        body: JSON.stringify({ fields: typed() }),
      });
      told = await answer.json();
    } catch {
      say(words.lost, false);
      return later(10);
    }
    if (answer.ok) {
      revision.value = told.revision;
      say(words.saved, true);
    } else {
      stopped = told.stale === true;
      say(told.message, false);
    }
  }

  form.addEventListener("input", (event) => {
    if (isIdea(event.target)) return say(words.press, false);
    if (stopped) return;
    say("", false);
    later(1);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!line) return;
    event.preventDefault(); // its revision is on the way
    line.then(() => form.submit());
  });
})();
