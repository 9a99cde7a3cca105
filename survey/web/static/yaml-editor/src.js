/* The text of a questionnaire's file: a code editor in the place of the textarea, which stays the
   form's field. It saves the draft a moment after each change, shows what is wrong where it is,
   and has the preview loaded anew whenever the draft is right. Without it the page works by its
   buttons. The editor lives in a shadow root: its styles are constructed sheets, which the content
   security policy lets through without a nonce. */
import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import {
  bracketMatching, defaultHighlightStyle, foldGutter, foldKeymap, indentUnit, syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap,
  lineNumbers,
} from "@codemirror/view";
import { complete, describe } from "./schema.js";

const PAUSE = 700; // milliseconds without a change before the draft is saved
const AGAIN = 5000; // and before a failed save is tried again

const form = document.getElementById("editor");
const field = document.getElementById("text");
const status = document.getElementById("saved");
const list = document.getElementById("problems");
const frame = document.getElementById("view");
const stale = document.getElementById("stale");
const words = form.dataset;
let seen = JSON.parse(form.elements.seen.value).text;
let timer = 0;
let line = null; // the save under way: one at a time, in order
let waiting = false; // something is not saved yet
let clash = false;
let leaving = false;
let schema = null;

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "14px", backgroundColor: "#fff" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "DejaVu Sans Mono", Consolas, monospace' },
  ".cm-gutters": { backgroundColor: "#f5f5f2", color: "#595959" },
  "&.cm-focused": { outline: "none" },
  ".cm-tooltip": { maxWidth: "32rem" },
  /* The library draws these with data: addresses, which our policy does not let through. */
  ".cm-lintRange-error": { backgroundImage: "none", borderBottom: "2px dotted #b3261e" },
  ".cm-lintRange-warning": { backgroundImage: "none", borderBottom: "2px dotted #8a5300" },
  ".cm-lint-marker": { content: "normal", width: ".7em", height: ".7em", marginTop: ".35em" },
  ".cm-lint-marker-error": { content: "normal", backgroundColor: "#b3261e", borderRadius: "50%" },
  ".cm-lint-marker-warning": { content: "normal", backgroundColor: "#8a5300" },
  ".cm-tooltip.cm-completionInfo.below": { left: "0", top: "100%", width: "22rem" },
  ".cm-hint": { padding: ".25rem .5rem", maxWidth: "28rem" },
});

function put() {
  const place = document.createElement("div");
  place.className = "yaml";
  field.before(place);
  field.hidden = true;
  const root = place.attachShadow({ mode: "open" });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({ doc: field.value, extensions: extensions() }),
  });
  document.querySelector("label[for=text]").addEventListener("click", () => view.focus());
  return view;
}

function extensions() {
  return [
    lineNumbers(), highlightActiveLineGutter(), foldGutter(), lintGutter(), history(),
    drawSelection(), bracketMatching(), closeBrackets(), highlightActiveLine(),
    highlightSelectionMatches(), yaml(), indentUnit.of("  "), look,
    syntaxHighlighting(defaultHighlightStyle), EditorView.lineWrapping,
    autocompletion({
      override: [(context) => schema && complete(schema, words.file, context)],
      positionInfo: () => ({ class: "below" }), // by class: the library's own way is inline style
    }),
    hoverTooltip(hint),
    EditorView.domEventHandlers({ beforeinput: replace }),
    keymap.of([
      { key: "Mod-s", preventDefault: true, run: () => (save(), true) },
      ...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap, ...completionKeymap,
      ...lintKeymap, indentWithTab,
    ]),
    EditorView.contentAttributes.of({ "aria-label": words.label, spellcheck: "false", tabindex: "0" }),
    EditorView.updateListener.of((update) => update.docChanged && changed()),
  ];
}

/* What replaces a selection is put into the document by ourselves: where a whole line goes, Chromium
   would give the new text an inline style, which our policy forbids and the console tells. */
function replace(event, view) {
  const { from, to, empty } = view.state.selection.main;
  if (event.inputType !== "insertText" || event.isComposing || empty || !event.data) return false;
  event.preventDefault();
  const text = event.data;
  const insert = () =>
    view.state.update(view.state.replaceSelection(text), {
      userEvent: "input.type",
      scrollIntoView: true,
    });
  const handled = view.state.facet(EditorView.inputHandler);
  if (!handled.some((one) => one(view, from, to, text, insert))) view.dispatch(insert());
  return true;
}

function hint(view, pos) {
  const found = schema && describe(schema, words.file, view.state, pos);
  if (!found) return null;
  return {
    pos: found.from,
    end: found.to,
    above: true,
    create() {
      const dom = document.createElement("div");
      dom.className = "cm-hint";
      dom.textContent = found.text;
      return { dom };
    },
  };
}

/* Saving */
function changed() {
  field.value = view.state.doc.toString();
  waiting = true;
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

function save() {
  clearTimeout(timer);
  if (clash) return;
  line = line || attempt().finally(() => (line = null));
}

async function attempt() {
  while (waiting && !clash) {
    const text = field.value;
    waiting = false;
    status.textContent = words.saving;
    try {
      const answer = await fetch(words.save, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": form.elements.csrf_token.value,
        },
        body: JSON.stringify({ text, seen }),
      });
      if (answer.status === 422 || answer.status === 413) {
        status.textContent = (await answer.json()).message; // the same text would be refused again
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      told(await answer.json(), text);
    } catch {
      waiting = true;
      status.textContent = words.failed;
      timer = setTimeout(save, AGAIN);
      return;
    }
  }
}

function told(answer, text) {
  if (answer.clash) {
    clash = true;
    status.textContent = words.clash;
    return;
  }
  seen = answer.seen;
  form.elements.base.value = text;
  form.elements.revision.value = answer.revision;
  form.elements.seen.value = JSON.stringify({ text: seen });
  status.textContent = words.saved;
  show(answer);
  preview(answer.right);
}

/* What is wrong, in the list and at its place */
function show(answer) {
  const every = [...answer.problems, ...answer.doubts.map((one) => ({ ...one, doubt: true }))];
  list.replaceChildren(...every.map(entry));
  if (!every.length) list.append(item(words.right));
  mark(every);
}

function item(text) {
  const made = document.createElement("li");
  made.textContent = text;
  return made;
}

function entry(one) {
  const cure = one.cure ? ` (${one.cure})` : "";
  const made = item(`: ${one.message}${cure}`);
  const link = document.createElement("a");
  link.textContent = one.line ? `${one.file}:${one.line}:${one.column}` : one.file;
  const there = new URL(location.href);
  there.searchParams.set("file", one.file);
  there.hash = "text";
  link.href = there.href;
  link.dataset.line = one.line;
  made.prepend(link);
  if (one.doubt) made.className = "doubtful";
  return made;
}

function mark(every) {
  const doc = view.state.doc;
  const here = every.filter((one) => one.file === words.file && one.line);
  const found = here.map((one) => {
    const at = doc.line(Math.min(one.line, doc.lines));
    const from = Math.min(at.from + Math.max(one.column - 1, 0), at.to);
    const word = /^[^\s:]+/.exec(doc.sliceString(from, at.to));
    return {
      from,
      to: Math.max(from, word ? from + word[0].length : at.to),
      severity: one.doubt ? "warning" : "error",
      message: one.cure ? `${one.message} (${one.cure})` : one.message,
    };
  });
  view.dispatch(setDiagnostics(view.state, found));
}

function listed() {
  return [...list.querySelectorAll("li")].flatMap((one) => {
    const place = one.querySelector("a") && /^(.*):(\d+):(\d+)$/.exec(one.querySelector("a").textContent);
    if (!place) return [];
    const message = one.textContent.slice(place[0].length + 2);
    const doubt = one.classList.contains("doubtful");
    return [{ file: place[1], line: Number(place[2]), column: Number(place[3]), message, doubt }];
  });
}

function goTo(event) {
  const link = event.target.closest("a[data-line]");
  if (!link || new URL(link.href).searchParams.get("file") !== words.file) return;
  event.preventDefault();
  const at = view.state.doc.line(Math.min(Number(link.dataset.line) || 1, view.state.doc.lines));
  view.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from) });
  view.focus();
}

/* The rater's page beside it; the last right one stays, greyed, while the text is broken */
function preview(right) {
  if (!frame) {
    if (right) location.reload();
    return;
  }
  frame.classList.toggle("stale", !right);
  stale.hidden = right;
  if (!right) {
    stale.textContent = stale.dataset.broken;
    return;
  }
  const { scrollX, scrollY } = frame.contentWindow;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(scrollX, scrollY), {
    once: true,
  });
  frame.contentWindow.location.reload();
}

function choose(event) {
  const chosen = new FormData(event.currentTarget);
  const there = new URL(frame.src);
  const page = chosen.get("page");
  there.pathname = there.pathname.replace(/[^/]+$/, page);
  for (const name of ["group", "language", "form", "width"]) {
    there.searchParams.set(name, chosen.get(name));
  }
  const kept = frame.classList.contains("stale");
  frame.className = chosen.get("width");
  frame.classList.toggle("stale", kept);
  frame.src = there.href;
}

const view = put();
mark(listed());
list.addEventListener("click", goTo);
form.addEventListener("submit", () => {
  field.value = view.state.doc.toString();
  leaving = true;
});
window.addEventListener("beforeunload", (event) => {
  if (waiting && !leaving) event.preventDefault();
});
const choices = document.querySelector("form.view");
if (choices && frame) {
  choices.addEventListener("change", choose);
  choices.querySelector("button").hidden = true;
}
fetch(words.schema).then(async (answer) => {
  if (answer.ok) schema = await answer.json();
});
