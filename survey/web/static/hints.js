/* Looks for clues to who writes while somebody types: names, days, places. What is typed is read
   here only; the rules come from the server (survey/remark_hints.py), the text never goes there. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-hints]");
  const areas = form ? [...form.querySelectorAll("textarea")] : [];
  if (!areas.length) return;
  const known = new Set(form.dataset.about.split(/ +/));
  const WAIT = 1200; // milliseconds without a key: nobody is told anything in the middle of a word

  fetch(form.dataset.hints)
    .then((answer) => (answer.ok ? answer.json() : null))
    .then((told) => told && areas.forEach((area) => watch(area, told, compiled(told.rules))))
    .catch(() => {}); // the check page says the same

  function compiled(rules) {
    return rules.map(([kind, pattern]) => [kind, new RegExp(pattern, "gu")]);
  }

  function isKnown(found) {
    const last = found.split(/[ -]/).pop();
    return known.has(last.replace(/['’]s?$/u, ""));
  }

  function find(text, rules, most) {
    const taken = [];
    for (const [kind, pattern] of rules) {
      for (const match of text.matchAll(pattern)) {
        const [start, end] = [match.index, match.index + match[0].length];
        if (!taken.some((one) => start < one.end && one.start < end))
          taken.push({ start, end, kind, found: match[0] });
      }
    }
    taken.sort((one, other) => one.start - other.start);
    const seen = new Map(taken.map((one) => [`${one.kind} ${one.found}`, one]));
    return [...seen.values()]
      .filter((one) => !(one.kind === "person" && isKnown(one.found)))
      .slice(0, most);
  }

  function watch(area, told, rules) {
    const box = document.createElement("div");
    box.className = "hints";
    box.setAttribute("aria-live", "polite");
    area.parentElement.append(box);
    let waiting = 0;
    let shown = "";
    const look = () => {
      const found = find(area.value, rules, told.most);
      const now = JSON.stringify(found.map((one) => [one.kind, one.found]));
      if (now === shown) return; // said once is enough
      shown = now;
      box.dataset.found = now;
      box.replaceChildren(...(found.length ? [lead(told), list(told, found)] : []));
    };
    area.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, WAIT);
    });
    area.addEventListener("focus", look); // not when it is left: a button would jump from the click
    look();
  }

  function lead(told) {
    const line = document.createElement("p");
    line.textContent = told.lead;
    return line;
  }

  function list(told, found) {
    const all = document.createElement("ul");
    found.forEach((one) => {
      const line = document.createElement("li");
      line.textContent = told.says[one.kind].replace("{found}", () => one.found);
      all.append(line);
    });
    return all;
  }
})();
