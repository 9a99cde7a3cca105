/* Asks before a page is left on which something was typed that nobody has saved: by a link, by the
   switch of languages, by closing it. Forms that save themselves (data-save) do without, and so do
   those for signing in. */
"use strict";
(() => {
  let changed = null;

  function counts(form) {
    return form.method === "post" && !form.dataset.save && !form.querySelector("[type=password]");
  }

  document.addEventListener("input", (event) => {
    const { form } = event.target;
    if (form && counts(form)) changed = form;
  });
  document.addEventListener("submit", (event) => {
    if (event.target === changed) changed = null;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed && changed.isConnected) event.preventDefault();
  });
})();
