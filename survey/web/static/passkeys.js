/* Asks the device for a passkey, new or known, and sends what it says. */
"use strict";
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const told = form.querySelector("[data-waiting]");
  const button = form.querySelector("button");

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  function wanted() {
    const options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    if (options.excludeCredentials) options.excludeCredentials = known(options.excludeCredentials);
    if (options.allowCredentials) options.allowCredentials = known(options.allowCredentials);
    return { publicKey: options };
  }

  function sendable(credential) {
    const given = credential.response;
    const response = { clientDataJSON: text(given.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (given[name]) response[name] = text(given[name]);
    }
    if (given.getTransports) response.transports = given.getTransports();
    const { id, rawId, type } = credential;
    const extensions = JSON.stringify(credential.getClientExtensionResults());
    return JSON.stringify({ id, rawId: text(rawId), type, response, extensions });
  }

  function say(sentence, wrong) {
    told.textContent = sentence;
    told.classList.toggle("warn", wrong);
    told.hidden = false;
  }

  async function ask() {
    if (!window.PublicKeyCredential) return say(told.dataset.unable, true);
    button.disabled = true;
    say(told.dataset.waiting, false);
    try {
      const credential = await navigator.credentials[form.dataset.passkey](wanted());
      form.elements.credential.value = sendable(credential);
      form.submit();
    } catch (problem) {
      const why = { SecurityError: "unable", InvalidStateError: "there" }[problem.name] || "failed";
      say(told.dataset[why], true);
      button.disabled = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  ask();
})();
