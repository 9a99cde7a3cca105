// Typing in a paper form: a field that can take no more goes on to the next one, Enter does so, too.
"use strict";

const fields = [...document.querySelectorAll(".keying input[data-keys], .keying textarea")];

function goOn(field) {
  const next = fields[fields.indexOf(field) + 1];
  if (next) {
    next.focus();
    if (next.select && next.value) next.select();
  }
}

for (const field of fields.filter((one) => one.dataset.keys)) {
  const keys = field.dataset.keys.split(" ");
  field.addEventListener("input", (event) => {
    const typed = field.value.trim().toUpperCase();
    const longer = keys.some((key) => key !== typed && key.startsWith(typed));
    const isKey = keys.includes(typed) || (typed === "0" && keys.includes("N"));
    if (event.inputType === "insertText" && field.dataset.most === "1" && isKey && !longer) goOn(field);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    goOn(field);
  });
}

const first = document.querySelector(".keying .wrong input, .keying .wrong textarea");
if (!document.querySelector(".keying .told")) (first || fields[0])?.focus();
