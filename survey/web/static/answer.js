/* Saves each answer as it is given. Without this file the pages work just the same, by their
   buttons. Unsent answers stay in this page's memory only; moving on waits for the line. */
(() => {
  "use strict";

  focusFirst();
  copyButtons();
  const form = document.querySelector("form[data-save]");
  if (!form) return;

  const status = document.getElementById("saved");
  const words = status.dataset;
  const pending = new Map(); // field name -> newest value that is not on the server yet
  const IDLE = 60000; // longer without a sign of life does not count as answering
  let line = null; // the save under way: one at a time, in order
  let pause = 0; // seconds until the next try
  let timer = 0;
  let lastSign = performance.now();
  let seconds = 0;
  let leaving = false;

  /* Where one is and what one reads */
  function focusFirst() {
    const summary = document.getElementById("summary");
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (summary) summary.focus();
    else if (target && target.matches("input, textarea")) target.focus();
    document.querySelectorAll(".keys").forEach((hint) => (hint.hidden = false));
  }

  function copyButtons() {
    document.querySelectorAll("button[data-copy]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", async () => {
        const field = document.getElementById(button.dataset.copy);
        field.select();
        try {
          await navigator.clipboard.writeText(field.value);
        } catch {
          document.execCommand("copy");
        }
        document.getElementById(button.dataset.says).textContent = button.dataset.done;
      });
    });
  }

  /* Saving */
  function say(text, kind) {
    if (status.textContent !== text) status.textContent = text;
    status.className = `saved ${kind || ""}`;
  }

  function sign() {
    const now = performance.now();
    seconds += Math.min(now - lastSign, IDLE) / 1000;
    lastSign = now;
  }

  function change(field) {
    sign();
    pending.set(field.name, valueOf(field));
    pause = 0;
    save();
  }

  function valueOf(field) {
    if (field.type !== "checkbox") return field.value;
    const ticked = form.querySelectorAll(`input[type=checkbox][name="${field.name}"]:checked`);
    return [...ticked].map((one) => one.value).join(" ");
  }

  function save() {
    clearTimeout(timer);
    line = line || attempt().finally(() => (line = null));
    return line;
  }

  async function attempt() {
    while (pending.size) {
      const sent = new Map(pending);
      const counted = seconds;
      let answer = null;
      try {
        answer = await post(sent, counted);
      } catch {
        return later(words.notSaved);
      }
      const body = await answer.json().catch(() => ({}));
      if (answer.status >= 500 || answer.status === 409 || answer.status === 429)
        return later(words.notSaved);
      if (!answer.ok) return refused(sent, body.message);
      form.elements.revision.value = body.revision;
      if (body.told) tell(body.told); // another tab saved in between: the newest answer counts
      seconds -= counted;
      pause = 0;
      sent.forEach((value, name) => {
        if (pending.get(name) === value) pending.delete(name);
        const field = form.elements[name];
        if (field.dataset) field.dataset.asked = value;
      });
    }
    say(words.savedAt.replace("{time}", new Date().toTimeString().slice(0, 5)), "ok");
    return true;
  }

  function post(fields, counted) {
    return fetch(form.dataset.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      body: JSON.stringify({
        fields: Object.fromEntries(fields),
        revision: Number(form.elements.revision.value),
        seconds: Math.round(counted * 10) / 10,
      }),
      signal: AbortSignal.timeout(20000),
    });
  }

  function later(text) {
    say(text, "not");
    pause = Math.min(pause ? pause * 2 : 1, 30);
    timer = setTimeout(save, pause * 1000);
    return false;
  }

  function refused(fields, text) {
    // Trying again would not help; the answer stays visible and goes with the page's own button.
    fields.forEach((value, name) => pending.get(name) === value && pending.delete(name));
    say(text || words.notSaved, "not");
    form.dataset.refused = "yes";
    return false;
  }

  function tell(text) {
    const told = document.getElementById("told");
    told.textContent = text;
    told.classList.add("news"); // stays in sight, wherever on the page one is
    told.hidden = false;
  }

  /* Answering */
  let typing = 0;
  form.addEventListener("change", (event) => {
    clearTimeout(typing);
    if (event.target.matches("input, textarea")) change(event.target);
  });
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea")) return;
    count(event.target);
    clearTimeout(typing);
    pending.set(event.target.name, event.target.value);
    typing = setTimeout(() => change(event.target), 800);
  });

  function count(area) {
    const left = area.maxLength - area.value.length;
    const near = left < area.maxLength / 5; // a limit is news only when it comes near
    area.nextElementSibling.textContent = near ? words.left.replace("{left}", left) : "";
  }
  form.querySelectorAll("textarea").forEach((area) => {
    const says = document.createElement("p");
    says.className = "hint count";
    says.setAttribute("aria-live", "polite");
    area.after(says);
    area.dataset.asked = area.value; // what the server has
    count(area);
  });

  form.addEventListener("keydown", (event) => {
    const radio = event.target;
    if (radio.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!/^[0-9]$/.test(event.key)) return;
    const group = [...form.querySelectorAll(`input[name="${radio.name}"]`)];
    const chosen = group.find((one) => one.value === event.key) ||
      (event.key === "0" && group.find((one) => one.value === "NO"));
    if (!chosen) return;
    event.preventDefault();
    chosen.focus();
    if (!chosen.checked) chosen.click();
  });

  /* Moving on: waits until everything is on the server, however long that takes */
  let wish = 0;
  async function moveOn(go) {
    const mine = ++wish; // a later wish replaces this one
    sign();
    form.querySelectorAll("textarea").forEach((area) => {
      if (area.dataset.asked !== area.value) pending.set(area.name, area.value);
    });
    let safe = false;
    await new Promise((done) => setTimeout(done)); // a form cannot be sent while it says it will be
    while (!safe && mine === wish) {
      const had = pending.size || line;
      if (had) await save();
      safe = !pending.size && (had || form.dataset.refused || (await reachable()));
      if (!safe) {
        if (!pending.size) say(words.offline, "not");
        await new Promise((done) => setTimeout(done, Math.max(pause, 1) * 1000));
      }
    }
    if (mine !== wish) return;
    leaving = true;
    go();
  }

  async function reachable() {
    if (!navigator.onLine) return false;
    try {
      return (await fetch(form.dataset.alive, { method: "HEAD", cache: "no-store" })).status < 500;
    } catch {
      return false;
    }
  }

  form.addEventListener("submit", (event) => {
    if (leaving) return;
    event.preventDefault();
    const button = event.submitter;
    moveOn(() => form.requestSubmit(button));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || leaving || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.getAttribute("href").startsWith("#") || !(pending.size || line)) return;
    event.preventDefault();
    moveOn(() => (location.href = link.href));
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (pending.size || line)) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted) location.reload(); // back from the browser's memory: answers may be newer
  });
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) sign();
    else lastSign = performance.now();
  });
})();
