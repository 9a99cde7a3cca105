/* Debrief notes save themselves while one writes; the button works without this. */
"use strict";
(() => {
  const form = document.querySelector("form.note");
  if (!form) return;
  const text = form.querySelector("textarea");
  const revision = form.querySelector("[name=revision]");
  const said = form.querySelector(".saved");
  const token = form.querySelector("[name=csrf_token]").value;
  let timer = 0;
  let known = text.value;
  let busy = false;

  async function save() {
    if (busy || text.value === known) return;
    busy = true;
    const sent = text.value;
    try {
      const answer = await fetch(form.dataset.save, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ text: sent, revision: Number(revision.value) }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      revision.value = (await answer.json()).revision;
      known = sent;
      said.textContent = form.dataset.saved;
      said.classList.add("ok");
    } catch {
      said.textContent = form.dataset.lost;
      said.classList.remove("ok");
    }
    busy = false;
  }

  text.addEventListener("input", () => {
    said.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  });
  text.addEventListener("blur", save);
})();
