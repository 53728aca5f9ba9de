// A table of the study as a grid: typed, pasted, undone, checked while it is typed, saved when it was seen what that changes.
import { draw } from "./workbench.js";
import { Changes, parted } from "./data_changes.js";
import { element, entry, filled, home, post, saving } from "./data_saving.js";

const given = JSON.parse(document.getElementById("given").textContent);
const { say, columns, editable } = given;
const changes = new Changes();
const named = columns.filter((one) => one.known).map((one) => one.name);
const asked = new URLSearchParams(location.search);
const tools = Object.fromEntries([...document.querySelectorAll("[data-do]")].map((one) => [one.dataset.do, one]));
const state = document.getElementById("state");
const titles = document.body.dataset.lang === "zh" ? Object.fromEntries(columns.filter((one) => one.options?.length).map((one) => [one.name, Object.fromEntries(one.options)])) : {};
let faults = new Map();
let loaded = new Set();
let question = 0;
let answered = 0;
let leaving = false;

// rows

function stored([line, ...cells]) {
  return { id: line, stored: Object.fromEntries(columns.map((one, i) => [one.name, cells[i] ?? ""])) };
}

function shown(row) {
  return { ...row, ...row.stored, ...changes.cells[row.id] };
}

const fresh = () => changes.added.map((one) => ({ id: one.id, stored: {}, ...Object.fromEntries(named.map((name) => [name, ""])), ...one.values }));

async function rows(params) {
  const query = new URLSearchParams({ file: given.file });
  if (!given.whole) {
    query.set("page", params.page ?? 1);
    query.set("size", params.size ?? given.size);
    for (const one of params.filter ?? []) query.set(`f.${one.field}`, one.value);
    const [order] = params.sort ?? [];
    if (order) { query.set("sort", order.field); if (order.dir === "desc") query.set("down", ""); }
  }
  const answer = await (await fetch(`${home}/rows?${query}`)).json();
  const data = [...answer.rows.map(stored).map(shown), ...fresh()];
  loaded = new Set(data.map((row) => String(row.id)));
  return given.whole ? data : { data, last_page: Math.max(1, Math.ceil(answer.count / (params.size ?? given.size))) };
}

// the grid

function heading(one) {
  const made = element("span", one.title, "heading");
  if (one.needed) made.append(element("abbr", "*"));
  if (one.unit && one.unit !== "1") made.append(element("small", one.unit, "unit"));
  return made;
}

function lists() {
  for (const one of columns.filter((c) => c.options?.length)) {
    const list = element("datalist");
    list.id = `options-${one.name}`;
    for (const [id, title] of one.options) {
      const option = element("option");
      option.value = id;
      if (title && title !== id) option.label = title;
      list.append(option);
    }
    document.body.append(list);
  }
}

function cell(place) {
  const id = String(place.getRow().getData().id);
  const name = place.getField();
  const found = faults.get(id)?.filter((one) => one.column === name) ?? [];
  const box = place.getElement();
  box.classList.toggle("bad", found.some((one) => one.level === "error"));
  box.classList.toggle("warned", found.some((one) => one.level === "warn"));
  box.classList.toggle("edited", changes.cells[id]?.[name] !== undefined);
  box.title = found.map((one) => `${one.message} ${one.advice}`).join("\n");
  if (found.length) box.setAttribute("aria-invalid", "true"); else box.removeAttribute("aria-invalid");
  const text = document.createTextNode(place.getValue() ?? "");
  const title = titles[name]?.[place.getValue()];
  if (!title) return text;
  const both = document.createDocumentFragment();
  both.append(text, element("small", title));
  return both;
}

function passes(wanted, value, _row, { name }) {
  return `${value ?? ""} ${titles[name]?.[value] ?? ""}`.toLowerCase().includes(wanted.toLowerCase());
}

function line(place) {
  const id = place.getValue();
  const found = faults.get(String(id))?.filter((one) => !named.includes(one.column)) ?? [];
  place.getElement().classList.toggle("bad", found.length > 0);
  place.getElement().title = found.map((one) => one.message).join("\n");
  return document.createTextNode(typeof id === "number" ? String(id) : say.new);
}

function column(one) {
  const number = ["number", "year", "integer"].includes(one.type);
  const label = filled(say.edit, { name: one.title });
  return {
    field: one.name,
    title: one.title,
    titleFormatter: () => heading(one),
    headerTooltip: one.meaning ?? false,
    hozAlign: number ? "right" : "left",
    headerHozAlign: number ? "right" : "left",
    formatter: cell,
    sorter: number ? "number" : "string",
    headerFilter: "input",
    headerFilterFunc: passes,
    headerFilterFuncParams: { name: one.name },
    headerFilterPlaceholder: "...",
    headerFilterParams: { elementAttributes: { "aria-label": filled(say.filter, { name: one.title }) } },
    editor: editable && one.known ? "input" : false,
    editorParams: { selectContents: true, elementAttributes: { "aria-label": label, ...(one.options?.length ? { list: `options-${one.name}` } : {}) } },
    width: { source: 300, vintage: 130 }[one.name],
  };
}

lists();
const table = new Tabulator("#grid", {
  index: "id",
  height: "min(64vh, 660px)",
  layout: "fitDataFill",
  columns: columns.map(column),
  rowHeader: { field: "id", title: say.line, formatter: line, headerSort: false, resizable: false, frozen: true, width: 56, hozAlign: "right", headerHozAlign: "right", cssClass: "line" },
  columnDefaults: { resizable: "header", minWidth: 70, maxInitialWidth: 300 },
  rowFormatter: (row) => {
    const { id } = row.getData();
    row.getElement().classList.toggle("gone", changes.removed.includes(id));
    row.getElement().classList.toggle("added", typeof id === "string");
  },
  initialHeaderFilter: named.filter((name) => asked.get(`f.${name}`)).map((field) => ({ field, value: asked.get(`f.${field}`) })),
  selectableRange: 1,
  selectableRangeRows: true,
  selectableRangeAutoFocus: false,
  editTriggerEvent: "dblclick",
  clipboard: "copy",
  clipboardCopyStyled: false,
  clipboardCopyRowRange: "range",
  clipboardCopyConfig: { rowHeaders: false, columnHeaders: false },
  placeholder: say.nothing,
  locale: "page",
  langs: { page: { pagination: { page_size: say.page_size, page_title: say.page, first: say.first, first_title: say.first, last: say.last, last_title: say.last, prev: say.prev, prev_title: say.prev, next: say.next, next_title: say.next } } },
  ajaxURL: `${home}/rows`,
  ajaxRequestFunc: (_url, _config, params) => rows(params),
  ...(given.whole ? {} : { pagination: true, paginationMode: "remote", filterMode: "remote", sortMode: "remote", paginationSize: given.size, paginationElement: document.getElementById("pager") }),
});
const holder = () => document.querySelector("#grid .tabulator-tableholder");

function touched(ids) {
  for (const id of ids) {
    const key = /^\d+$/.test(id) ? Number(id) : id;
    const there = loaded.has(id) ? table.getRow(key) : false;
    const mine = changes.added.find((one) => one.id === id);
    if (mine && !there) {
      loaded.add(id);
      table.addRow(fresh().find((row) => row.id === id), false);
    } else if (there && typeof key === "string" && !mine) {
      loaded.delete(id);
      there.delete();
    } else if (there) {
      there.update(mine ? fresh().find((row) => row.id === id) : shown({ id: key, stored: there.getData().stored }));
      there.reformat();
    }
  }
  if (tools.undo) tools.undo.disabled = !changes.past.length;
  if (tools.redo) tools.redo.disabled = !changes.future.length;
  if (tools.preview) tools.preview.disabled = !changes.any;
  if (ids.length) check();
  follow();
}

const step = (what) => touched(changes.step(what));
const put = (row, name, text) => changes.put(row.getData(), name, text);

// what is chosen

const range = () => table.getRanges()[0];
const chosen = () => range()?.getRows() ?? [];
const corner = () => range()?.getStructuredCells()[0]?.find((one) => named.includes(one.getField()));

function jump(fault) {
  const id = changes.row(fault.row);
  const go = () => {
    if (!table.getRows("active").some((row) => row.getData().id === id)) table.clearHeaderFilter();
    table.scrollToRow(id, "center", false).then(() => {
      const row = table.getRow(id);
      const place = row.getCell(named.includes(fault.column) ? fault.column : named[0]);
      table.scrollToColumn(place.getField(), "middle", false);
      range().setBounds(place, place);
      holder().focus();
    });
  };
  if (given.whole || loaded.has(String(id))) go();
  else table.setPage(Math.ceil((id - 1) / given.size)).then(go);
}

// checks: the table alone at once, the whole study when the typing rests

let soon;
let later;
function check() {
  clearTimeout(soon);
  clearTimeout(later);
  state.textContent = say.checking;
  soon = setTimeout(() => ask(false), 150);
  later = setTimeout(() => ask(true), 1200);
}

async function ask(whole) {
  const mine = ++question;
  const then = changes.state();
  const answer = await post("/check", { ...plain(), whole }).catch(() => ({ ok: false }));
  if (mine < answered || then !== changes.state()) return;
  answered = mine;
  if (answer.ok) told(await answer.json()); else state.textContent = say.unchecked;
}

function told(found) {
  const old = faults;
  faults = new Map();
  for (const one of found.faults.filter((fault) => fault.row !== null)) {
    const id = String(changes.row(one.row));
    faults.set(id, [...(faults.get(id) ?? []), one]);
  }
  for (const id of new Set([...old.keys(), ...faults.keys()])) {
    const row = loaded.has(id) && table.getRow(/^\d+$/.test(id) ? Number(id) : id);
    if (row && !row.getElement().querySelector(".tabulator-editing")) row.reformat(); // what is being typed stays
  }
  const own = found.faults.filter((one) => one.file === given.file);
  const parts = [changes.any ? filled(say.changed, changes.counts) : say.unchanged];
  parts.push(own.length ? `${say.errors}: ${own.filter((one) => one.level === "error").length} · ${say.warnings}: ${own.filter((one) => one.level === "warn").length}` : say.clean);
  if (found.faults.length > own.length) parts.push(filled(say.elsewhere, { count: found.faults.length - own.length }));
  state.textContent = parts.join(" · ");
  document.getElementById("faults").replaceChildren(...found.faults.slice(0, 200).map((one) => entry(one, given.file, one.row === null ? null : () => jump(one))));
  document.documentElement.dataset.checked = String(Number(document.documentElement.dataset.checked ?? 0) + 1);
}

function plain() {
  return { file: given.file, based: given.based, ...changes.plain() };
}

// saving

const preview = saving(given, {
  plain,
  saved: () => { leaving = true; location.reload(); },
  keep: async (mine, conflict) => {
    if (!mine) { leaving = true; location.reload(); return; }
    changes.moved(conflict.moved ?? {});
    await table.setData(`${home}/rows`);
    touched(Object.keys(changes.cells));
  },
});

// the row that is chosen: where it comes from, and its series

async function details() {
  const id = chosen()[0]?.getData().id;
  if (typeof id !== "number") return;
  const answer = await fetch(`${home}/row?${new URLSearchParams({ file: given.file, line: id })}`);
  document.getElementById("row-text").innerHTML = await answer.text();
  document.getElementById("row").showModal();
}

const figure = document.getElementById("series");
let following;
function follow() {
  if (figure.hidden) return;
  clearTimeout(following);
  following = setTimeout(async () => {
    const row = chosen()[0]?.getData();
    if (!row) return;
    const fresh = changes.added.findIndex((one) => one.id === row.id);
    const answer = await post(`/series?line=${fresh < 0 ? row.id : `n${fresh + 1}`}`, plain());
    const found = answer.ok ? await answer.json() : {};
    const box = figure.querySelector(".chart");
    figure.querySelector("figcaption").textContent = found.title ?? say.no_series;
    box.hidden = !found.option;
    figure.querySelector("[data-taken]").hidden = !found.option;
    if (!found.option) return;
    box.setAttribute("aria-label", found.title);
    box.style.height = `${found.height}px`;
    draw(box, found.option).resize();
  }, 120);
}

// what the hand does

function paste(text) {
  const start = corner();
  if (!start || !editable) return;
  const cells = parted(text);
  const whole = range().getStructuredCells();
  const one = cells.length === 1 && cells[0].length === 1;
  step(() => {
    if (one) {
      for (const place of whole.flat()) if (named.includes(place.getField())) put(place.getRow(), place.getField(), cells[0][0].trim());
      return;
    }
    const rows = table.getRows("active");
    const first = rows.findIndex((row) => row.getData().id === start.getRow().getData().id);
    const names = named.slice(named.indexOf(start.getField()));
    cells.forEach((texts, i) => {
      const values = Object.fromEntries(texts.slice(0, names.length).map((t, k) => [names[k], t.trim()]));
      if (first + i < rows.length) for (const [name, value] of Object.entries(values)) put(rows[first + i], name, value);
      else changes.add(values);
    });
  });
}

function add() {
  step(() => changes.add());
  const id = changes.added.at(-1).id;
  jump({ row: `n${changes.added.length}`, column: named[0], id });
}

const HANDS = {
  add,
  remove: () => step(() => chosen().forEach((row) => changes.remove(row.getData()))),
  undo: () => touched(changes.undo()),
  redo: () => touched(changes.redo()),
  preview,
  details,
  series: () => {
    figure.hidden = !figure.hidden;
    tools.series.setAttribute("aria-expanded", String(!figure.hidden));
    follow();
  },
};

for (const [name, button] of Object.entries(tools)) button.addEventListener("click", HANDS[name]);
table.on("cellEdited", (place) => step(() => put(place.getRow(), place.getField(), (place.getValue() ?? "").trim())));
table.on("cellEditCancelled", (place) => setTimeout(() => place.getRow().reformat()));
table.on("rangeChanged", follow);
table.on("dataFiltered", (filters) => {
  const query = new URLSearchParams({ file: given.file });
  for (const one of table.initialized ? table.getHeaderFilters() : filters) if (one.value) query.set(`f.${one.field}`, one.value);
  history.replaceState(null, "", `?${query}`);
});
table.on("tableBuilt", () => {
  document.getElementById("grid").setAttribute("aria-label", filled(say.grid, { name: given.name }));
  holder().setAttribute("role", "rowgroup"); // what takes the focus is part of the grid
  holder().querySelector(".tabulator-table").setAttribute("role", "presentation");
  const heads = document.querySelector("#grid .tabulator-header-contents");
  heads.addEventListener("scroll", () => { if (holder().scrollLeft !== heads.scrollLeft) holder().scrollLeft = heads.scrollLeft; });
  told(given.checked);
  if (editable) ask(true);
  holder().setAttribute("role", "rowgroup"); // of the two boxes around the rows the outer one takes the focus
  holder().querySelector(".tabulator-table").setAttribute("role", "presentation");
  if (/^[0-9]+$/.test(asked.get("line") ?? "")) jump({ row: Number(asked.get("line")), column: "" });
  document.documentElement.dataset.grid = "ready";
});

document.getElementById("grid").addEventListener("input", (event) => { // pasted by the mouse, or by an input method
  if (event.target.closest(".tabulator-header")) event.target.dispatchEvent(new KeyboardEvent("keyup"));
});
document.getElementById("grid").addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
  if (event.target.matches("input") && !/[\t\n]/.test(text)) return;
  if (event.target.closest(".tabulator-header")) return;
  event.preventDefault();
  paste(text);
});
document.getElementById("grid").addEventListener("keydown", (event) => {
  if (!editable || event.target.matches("input") || event.target.closest(".tabulator-header") || event.isComposing) return;
  if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    step(() => range().getCells().flat().filter((one) => named.includes(one.getField())).forEach((one) => put(one.getRow(), one.getField(), "")));
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const place = corner();
    if (!place) return;
    event.preventDefault();
    place.edit(true);
    const input = place.getElement().querySelector("input");
    if (input) { input.value = event.key; input.setSelectionRange(1, 1); }
  }
});
document.addEventListener("keydown", (event) => {
  if (!editable || !(event.ctrlKey || event.metaKey) || event.target.matches("input, textarea")) return;
  const key = event.key.toLowerCase();
  const wanted = key === "z" ? (event.shiftKey ? "redo" : "undo") : { y: "redo", s: "preview" }[key];
  if (!wanted || (wanted === "preview" && !changes.any)) return;
  event.preventDefault();
  HANDS[wanted]();
});
window.addEventListener("beforeunload", (event) => { if (changes.any && !leaving) event.preventDefault(); });
