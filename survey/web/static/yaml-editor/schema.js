/* Completion and hints from the JSON Schema of a questionnaire's file. Where one is in the text is
   told by the indentation of the lines above: our files are plain block YAML. */

const KEY = /^(\s*)((?:- +)*)([A-Za-z_][\w-]*)\s*:(?:\s|$)/;

/* The keys that lead to what begins at `column` of a line, from the top; "-" stands for an entry of
   a list. `inList`: what begins there is such an entry, so its parent may begin as far left. */
function wayTo(doc, number, column, inList) {
  const way = [];
  for (let n = number - 1; n >= 1; n -= 1) {
    const found = KEY.exec(doc.line(n).text);
    if (!found) continue;
    const start = found[1].length;
    const at = start + found[2].length;
    if (found[2]) {
      if (start >= column) continue;
      if (at < column) way.unshift(found[3]);
      way.unshift("-");
    } else {
      if (start > column || (start === column && !inList)) continue;
      way.unshift(found[3]);
    }
    column = start;
    inList = Boolean(found[2]);
  }
  return way;
}

function resolve(schema, node) {
  let found = node;
  while (found && found.$ref) found = schema.$defs[found.$ref.split("/").pop()];
  return found;
}

/* All that a node may be: its own alternatives, without references. */
function alternatives(schema, node) {
  const found = resolve(schema, node);
  if (!found) return [];
  const inner = [...(found.anyOf || []), ...(found.oneOf || []), ...(found.allOf || [])];
  return [found, ...inner.flatMap((one) => alternatives(schema, one))];
}

function step(schema, nodes, key) {
  return nodes.flatMap((node) => {
    if (key === "-") return node.items ? alternatives(schema, node.items) : [];
    const own = node.properties && node.properties[key];
    return own ? alternatives(schema, own).map((one) => ({ description: own.description, ...one })) : [];
  });
}

function top(schema, file) {
  const name = file === "instrument.yaml" ? "Instrument" : "Skill";
  return alternatives(schema, schema.$defs[name] || schema);
}

function nodesAt(schema, file, way) {
  return way.reduce((nodes, key) => step(schema, nodes, key), top(schema, file));
}

export function complete(schema, file, context) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const word = /[\w-]*$/.exec(before)[0];
  if (!word && !context.explicit) return null;
  const from = context.pos - word.length;
  const value = KEY.exec(before);
  const doc = context.state.doc;
  if (value) {
    const way = [...wayOfLine(doc, line, value), value[3]];
    const found = nodesAt(schema, file, way).flatMap(values);
    return found.length ? { from, options: found.map((label) => ({ label, type: "enum" })) } : null;
  }
  if (!/^\s*(- +)*[\w-]*$/.test(before)) return null;
  const dashes = /^(\s*)((?:- +)*)/.exec(before);
  const way = wayTo(doc, line.number, dashes[1].length, Boolean(dashes[2]));
  if (dashes[2]) way.push("-");
  const options = nodesAt(schema, file, way).flatMap((node) =>
    Object.entries(node.properties || {}).map(([label, one]) => ({
      label,
      type: "property",
      apply: `${label}: `,
      info: textOf(schema, one) || undefined,
    })),
  );
  return options.length ? { from, options, validFor: /^[\w-]*$/ } : null;
}

function wayOfLine(doc, line, found) {
  const way = wayTo(doc, line.number, found[1].length, Boolean(found[2]));
  return found[2] ? [...way, "-"] : way;
}

function values(node) {
  if (node.enum) return node.enum.map(String);
  if (node.const !== undefined) return [String(node.const)];
  return node.type === "boolean" ? ["true", "false"] : [];
}

function textOf(schema, node) {
  return node.description || alternatives(schema, node).map((one) => one.description).find(Boolean) || "";
}

/* What the key under the pointer means. */
export function describe(schema, file, state, pos) {
  const line = state.doc.lineAt(pos);
  const found = KEY.exec(line.text);
  if (!found) return null;
  const from = line.from + found[1].length + found[2].length;
  const to = from + found[3].length;
  if (pos < from || pos > to) return null;
  const way = wayOfLine(state.doc, line, found);
  const text = nodesAt(schema, file, way)
    .map((node) => node.properties && node.properties[found[3]])
    .filter(Boolean)
    .map((one) => textOf(schema, one))
    .find(Boolean);
  return text ? { from, to, text } : null;
}
