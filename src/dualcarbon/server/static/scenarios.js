// The levers of a scenario: never more than one question on its way, the latest wins, the axis rests while a lever is held.
import { answered, remember } from "./asking.js";
import { write } from "./leading.js";
import { draw } from "./workbench.js";

const root = document.querySelector(".moving");
const { lang, study } = document.body.dataset;
const here = `/${lang}/${study}/scenarios`;
const figures = {};
for (const name of ["path", "odds"]) {
  const figure = root.querySelector(`#moving-${name}`);
  if (figure) figures[name] = figure;
}
const chart = (name) => draw.chart(figures[name].querySelector(".chart"));
const HELD = 700; // ms that the axis rests after a key
const REMEMBERED = 120; // ms without a move until the address holds where levers are put
let remembering;

// Where levers are put, in the unit of the study; one that stands where the scenario has it is not in here.
const put = new Map();
const places = new Map();
for (const place of root.querySelectorAll("[data-lever]")) {
  const id = place.dataset.lever;
  places.set(id, [...(places.get(id) ?? []), place]);
  if (Number(place.dataset.put) !== Number(place.dataset.value)) put.set(id, Number(place.dataset.put));
}

// Where they were put when that was answered last: the address keeps nothing that was refused.
let stands = new Map(put);

function query(levers) {
  const found = new URLSearchParams({ scenario: root.dataset.scenario });
  for (const name of ["compare", "tab"]) if (root.dataset[name]) found.set(name, root.dataset[name]);
  if (found.get("tab") === "levers") found.delete("tab");
  for (const [id, value] of levers) found.set(`m.${id}`, String(value));
  return found;
}

// Questions: what is drawn while a lever moves comes first; what takes longer is asked once the hand rests.
let asking = false;
let waiting = false;
let resting = false;
let reaching; // until it is known how far the axis has to reach while a lever is held
let open = false; // whether it is still to be answered where levers are put

async function ask() {
  waiting = open = true;
  if (asking) return;
  asking = true;
  try {
    while (waiting || resting) {
      const quick = waiting;
      if (quick) waiting = false;
      else resting = false;
      await (quick ? answer() : rest());
    }
  } finally {
    asking = false;
  }
}

async function answer() {
  await reaching;
  const levers = new Map(put);
  const given = await answered(`${here}/answer?${query(levers)}`);
  open = waiting;
  fault(given.faults ?? []);
  if (given.faults) { remembered(); return; }
  stands = levers;
  show(given);
  clearTimeout(remembering);
  remembering = setTimeout(remembered, REMEMBERED);
}

function remembered(levers = stands) {
  clearTimeout(remembering);
  remembering = undefined;
  const state = query(levers);
  if (location.search !== `?${state}`) remember(state);
}

// What is pressed, such as to put the figure into the report, finds the levers where they were just put; a refusal takes them out again.
document.addEventListener("click", () => { if (open || remembering) remembered(open ? put : stands); }, true);
window.addEventListener("pagehide", () => { if (remembering) remembered(); });

async function rest() {
  const places = root.querySelectorAll("[data-rest]");
  for (const place of places) place.dataset.waiting = "";
  try {
    const given = await answered(`${here}/rest?${query(stands)}`);
    if (given.faults) fault(given.faults);
    else rewrite(given);
  } finally {
    for (const place of places) delete place.dataset.waiting;
  }
}

function rewrite(given) {
  write(given.told, stands.size > 0);
  const list = root.querySelector("#differing");
  if (list) list.innerHTML = given.differing;
  for (const figure of Object.values(figures)) draw.table(figure);
  const heard = root.querySelector("[data-heard]");
  if (heard) heard.textContent = root.querySelector("[data-told=verdict]").textContent;
}

function rested() {
  resting = true;
  ask();
}

// An axis that stays is not told to the chart, which would lay itself out anew.
let held = null;
let ended = null;
function show(given) {
  let end = Math.max(given.path.yAxis.max, Number(root.dataset.least ?? 0));
  if (held !== null) end = held = Math.max(held, end);
  given.path.yAxis = end === ended ? undefined : { max: end };
  ended = end;
  for (const name of Object.keys(figures)) draw.change(figures[name].querySelector(".chart"), given[name]);
  write(given.told, stands.size > 0);
  document.documentElement.dataset.shown = String(Number(document.documentElement.dataset.shown ?? 0) + 1);
}

// A failure that is not of a lever is told where the hand is, and calls no value wrong.
function fault(faults) {
  for (const place of root.querySelectorAll(".fault:not([hidden])")) place.hidden = true;
  for (const input of root.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  for (const { lever, said } of faults) {
    const at = blamed(lever).filter((place) => place.querySelector(".fault"));
    const there = at.length ? at : [root];
    for (const place of there) {
      const line = place === root ? root.querySelector("[data-fault]") : place.querySelector(".fault");
      line.textContent = line.hidden ? said : `${line.textContent} ${said}`;
      line.hidden = false;
      if (place !== root && lever !== undefined) place.querySelector("[type=number]").setAttribute("aria-invalid", "true");
    }
  }
}

// A fault names a lever, or a place in the study that begins like its path; else the lever that was moved last is meant.
let last = "";
function blamed(key) {
  if (places.has(key)) return places.get(key);
  return places.get(last) ?? [];
}

// A lever shows the same wherever it stands on the page.
const text = (place, value) => {
  const shown = value * Number(place.dataset.factor);
  return String(Number(place.dataset.factor === "1.0" ? shown.toPrecision(6) : shown.toFixed(2)));
};

function move(id, value, from = null) {
  const [one] = places.get(id);
  last = id;
  if (value === Number(one.dataset.value)) put.delete(id);
  else put.set(id, value);
  for (const place of places.get(id)) sync(place, value, from);
  counted();
  ask();
}

function sync(place, value, from) {
  const shown = text(place, value);
  for (const input of place.querySelectorAll("input")) if (input !== from) input.value = shown;
  const slider = place.querySelector("[type=range]");
  if (slider) slider.setAttribute("aria-valuetext", shown + (place.dataset.factor === "100.0" ? " %" : ""));
  place.classList.toggle("moved", put.has(place.dataset.lever));
}

function counted() {
  const count = root.querySelector("[data-count]");
  if (count) count.textContent = String(put.size);
}

function stepped(place, value) {
  const [own, step] = [Number(place.dataset.value), Number(place.dataset.step)];
  return Number((own + Math.round((value - own) / step) * step).toPrecision(12));
}

root.addEventListener("input", (event) => {
  const place = event.target.closest("[data-lever]");
  if (!place || event.target.value === "") return;
  const value = Number(event.target.value) / Number(place.dataset.factor);
  const sliding = event.target.type === "range";
  move(place.dataset.lever, sliding ? stepped(place, value) : Number(value.toPrecision(12)), event.target);
});

root.addEventListener("change", (event) => {
  const place = event.target.closest("[data-lever]");
  if (!place) return;
  const value = put.get(place.dataset.lever) ?? Number(place.dataset.value);
  sync(place, value, event.target.type === "range" ? event.target : null);
  rested();
});

root.addEventListener("click", (event) => {
  const reset = event.target.closest("[data-reset]");
  if (reset) {
    const { lever, [reset.dataset.reset]: value } = reset.closest("[data-lever]").dataset;
    move(lever, Number(value));
    rested();
  }
  if (event.target.closest("[data-reset-all]")) {
    for (const id of [...put.keys()]) move(id, Number(places.get(id)[0].dataset.value));
    rested();
  }
});

// The axis rests while a lever is held by the pointer, and a moment after a key: it ends where both ends of the lever's track have room.
let releasing;
const hold = (slider) => {
  clearTimeout(releasing);
  if (held !== null) return;
  held = draw.axis(figures.path.querySelector(".chart"));
  reaching = reached(slider);
};
async function reached(slider) {
  const { lever, factor } = slider.closest("[data-lever]").dataset;
  const ends = [slider.min, slider.max].map((end) => new Map(stands).set(lever, Number(end) / Number(factor)));
  const found = await Promise.all(ends.map((levers) => answered(`${here}/answer?${query(levers)}`)));
  for (const { path } of found) if (path && held !== null) held = Math.max(held, path.yAxis.max);
}
const release = (after) => {
  clearTimeout(releasing);
  releasing = setTimeout(() => {
    if (held === null) return;
    held = null;
    ask();
  }, after);
};
root.addEventListener("pointerdown", (event) => { if (event.target.type === "range") hold(event.target); });
window.addEventListener("pointerup", () => { if (held !== null) release(0); });
window.addEventListener("pointercancel", () => { if (held !== null) release(0); });
root.addEventListener("keydown", (event) => { if (event.target.type === "range") hold(event.target); });
root.addEventListener("keyup", (event) => { if (event.target.type === "range") release(HELD); });

// Tabs, search, the other scenario.
const tabs = [...root.querySelectorAll("[role=tab]")];
function choose(tab) {
  for (const one of tabs) {
    const on = one === tab;
    one.setAttribute("aria-selected", String(on));
    one.tabIndex = on ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = !on;
  }
  root.dataset.tab = tab.id.replace("tab-", "");
  root.classList.toggle("all", root.dataset.tab === "all");
  remember(query(stands));
  for (const name of Object.keys(figures)) chart(name).resize();
}
for (const tab of tabs) {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    next.focus();
    choose(next);
  });
}
root.classList.toggle("all", root.dataset.tab === "all");

root.querySelector("[data-search]")?.addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const row of root.querySelectorAll(".every tbody tr")) {
    row.hidden = !`${row.textContent} ${row.dataset.lever}`.toLowerCase().includes(wanted);
  }
});

document.querySelector("select[data-compare]")?.addEventListener("change", (event) => {
  root.dataset.compare = event.target.value;
  location.search = String(query(stands));
});

// Saved as a scenario of its own: what is moved goes along.
const dialog = document.getElementById("save-as");
root.querySelector("[data-save-as]")?.addEventListener("click", () => {
  const given = dialog.querySelector("[data-moved]");
  given.replaceChildren(...[...put].map(([id, value]) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: `m.${id}`, value: String(value) });
    return field;
  }));
  document.getElementById("save-preview").replaceChildren();
  dialog.showModal();
});

// What is refused, or not answered at all, is told where the preview would stand.
const tell = (said) => document.getElementById("save-preview").replaceChildren(said);
dialog?.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  tell(page.querySelector(".faults") ?? xhr.statusText);
});
dialog?.addEventListener("htmx:sendError", () => tell(document.getElementById("derivation").dataset.unreachable));

counted();
