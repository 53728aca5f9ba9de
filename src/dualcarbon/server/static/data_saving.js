// Preview, save, and what happens when somebody else saved in the meantime: the same for tables and documents.
const { lang, study } = document.body.dataset;
export const home = `/${lang}/${study}/data`;
const at = (id) => document.getElementById(id);

export async function post(path, body) {
  return fetch(`${home}${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export function element(name, text, kind) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

// One fault as an entry of a list; `jump` makes it a button that leads to its cell.
export function entry(fault, file, jump) {
  const item = element("li", undefined, fault.level);
  const place = jump ? element("button", fault.message, "jump") : element(fault.file && fault.file !== file ? "a" : "span", fault.message);
  if (place.tagName === "A") place.href = `${home}?file=${encodeURIComponent(fault.file)}`;
  if (jump) { place.type = "button"; place.addEventListener("click", jump); }
  item.append(element("b", fault.code, fault.level === "error" ? "bad" : "warn"), " ", place);
  if (fault.advice) item.append(" ", element("span", fault.advice, "note"));
  return item;
}

export function differing(place, text) {
  const kind = (line) => (/^(\+\+\+|---)/.test(line) ? "of" : { "+": "in", "-": "out", "@": "at" }[line[0]] ?? "");
  place.replaceChildren(...text.split("\n").filter((line, i, all) => line || i < all.length - 1).map((line) => element("div", line || " ", kind(line))));
}

// Wires the dialogs; `plain` gives what is sent, `saved` is told of a save, `keep` puts one's changes on what is stored now.
export function saving(given, { plain, saved, keep }) {
  const say = given.say;
  let conflict;

  async function preview() {
    const dialog = at("saving");
    at("saving-state").textContent = say.checking;
    at("saving-faults").replaceChildren();
    at("saving-diff").replaceChildren();
    at("save").querySelector("button").disabled = true;
    if (!dialog.open) dialog.showModal();
    const answer = await post("/check", { ...plain(), whole: true });
    if (answer.ok) told(await answer.json()); else at("saving-state").textContent = say.unchecked;
  }

  function told(found) {
    const fresh = found.faults.filter((fault) => fault.fresh);
    const counts = `${say.errors}: ${found.errors} · ${say.warnings}: ${found.warnings} (${filled(say.fresh, { count: fresh.length })})`;
    at("saving-state").textContent = fresh.some((fault) => fault.level === "error") ? `${say.refused} ${counts}` : counts;
    at("saving-faults").replaceChildren(...fresh.slice(0, 100).map((fault) => entry(fault, given.file)));
    differing(at("saving-diff"), found.diff || say.no_difference);
    at("save").querySelector("button").disabled = !found.diff;
  }

  async function save(event) {
    event.preventDefault();
    const answer = await post("/save", { ...plain(), note: at("note").value });
    if (answer.status === 409) { clash((await answer.json()).conflict); return; }
    if (answer.ok) { at("saving").close(); saved(await answer.json()); return; }
    if (answer.headers.get("content-type")?.includes("json")) told(await answer.json());
    else at("saving-state").textContent = say.unchecked;
  }

  function clash(found) {
    conflict = found;
    at("saving").close();
    at("conflict-by").textContent = found.who ? filled(say.conflict_by, found) : say.conflict_unknown;
    at("conflict-cells").replaceChildren(...(found.cells ?? []).map((cell) => {
      const row = document.createElement("tr");
      row.append(element("th", `${say.line} ${cell.line}, ${cell.column}`), element("td", cell.was), element("td", cell.theirs ?? say.gone), element("td", cell.yours));
      if (cell.theirs !== cell.was) row.className = "both";
      return row;
    }));
    at("conflict-cells").closest(".scroll").hidden = !found.cells?.length;
    differing(at("conflict-diff"), found.diff);
    at("conflict").showModal();
  }

  at("save").addEventListener("submit", save);
  at("saving").querySelector("[data-close]").addEventListener("click", () => at("saving").close());
  at("conflict").addEventListener("click", async (event) => {
    const wanted = event.target.dataset.keep;
    if (!wanted) return;
    at("conflict").close();
    given.based = conflict.based;
    await keep(wanted === "mine", conflict);
    if (wanted === "mine") preview();
  });
  return preview;
}
