// The measures of a scenario: ticked, put to a level, clicked on their bars; never more than one question on its way.
import { asked, latest, remember } from "./asking.js";
import { write } from "./leading.js";
import { draw } from "./workbench.js";

const root = document.querySelector(".measures");
const { lang, study } = document.body.dataset;
const places = {
  curve: document.querySelector("#cost-curve .chart"),
  wedges: document.querySelector("#wedges .chart"),
  path: document.querySelector("#moving-path .chart"),
  odds: document.querySelector("#moving-odds .chart"),
};
const LEVEL = "m.measures.";
const levers = [...root.querySelectorAll(".lever")];
let steps = JSON.parse(document.getElementById("cost-curve-steps").textContent);
let held = null;

const box = (lever) => lever.querySelector("[type=checkbox]");
const number = (lever) => lever.querySelector("[type=number]");

function query() {
  const found = new URLSearchParams(location.search);
  found.set("scenario", root.dataset.scenario);
  for (const lever of levers) {
    const level = Number(number(lever).value) / 100;
    const key = LEVEL + lever.dataset.lever;
    if (level !== Number(lever.dataset.value)) found.set(key, String(level));
    else found.delete(key);
  }
  return found;
}

const ask = latest(async () => {
  const state = query();
  const given = await asked(`/${lang}/${study}/measures/answer?${state}`);
  if (!given) return;
  show(given, [...state.keys()].some((key) => key.startsWith("m.")));
  remember(state);
});

// Where no bar stands there is no curve, and that is said in its place.
function curved() {
  document.getElementById("cost-curve-there").hidden = !steps.length;
  document.getElementById("cost-curve-none").hidden = steps.length > 0;
}

function show(given, moved) {
  steps = given.steps;
  curved();
  document.getElementById("measures-table").innerHTML = given.table;
  for (const [name, place] of Object.entries(places)) {
    const option = given[name];
    if (held?.[name]) {
      const base = option.baseOption ?? option;
      Object.assign(base.yAxis, held[name].y);
      if (name === "curve") Object.assign(base.xAxis, held[name].x);
    }
    draw(place, option);
  }
  write(given.told, moved);
  const notes = given.notes.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
  document.getElementById("measures-notes").replaceChildren(...notes);
  const shown = document.documentElement.dataset;
  shown.shown = String(Number(shown.shown ?? 0) + 1);
}

// While a level is held the axes rest.
function hold() {
  const extent = (place, axis) => draw.chart(place).getModel().getComponent(axis).axis.scale.getExtent();
  const ends = ([min, max]) => ({ min, max });
  held = {};
  for (const name of ["curve", "wedges", "path"]) {
    held[name] = { y: ends(extent(places[name], "yAxis")) };
    if (name === "curve") held[name].x = ends(extent(places[name], "xAxis"));
  }
}

function put(lever, percent) {
  const level = Math.min(Math.max(Number(percent) || 0, 0), 100);
  for (const input of lever.querySelectorAll("[type=range], [type=number]")) {
    if (Number(input.value) !== level) input.value = level;
  }
  box(lever).checked = level > 0;
  lever.classList.toggle("moved", level / 100 !== Number(lever.dataset.value));
  ask();
}

const written = (lever) => Math.round(100 * Number(lever.dataset.value));
const ticked = (lever, on) => put(lever, on ? written(lever) || 100 : 0);

root.addEventListener("pointerdown", (event) => { if (event.target.type === "range") hold(); });
root.addEventListener("input", (event) => {
  const lever = event.target.closest(".lever");
  if (event.target.type === "checkbox") ticked(lever, event.target.checked);
  else if (lever) put(lever, event.target.value);
});
root.addEventListener("change", () => { if (held) { held = null; ask(); } });
root.addEventListener("click", (event) => {
  if (event.target.closest("[data-reset]")) {
    const lever = event.target.closest(".lever");
    put(lever, written(lever));
  }
  if (event.target.id === "measures-reset") for (const lever of levers) put(lever, written(lever));
});

// A click on a bar of the curve takes its measure out.
function clicked(event) {
  const chart = draw.chart(places.curve);
  const at = chart.convertFromPixel({ xAxisIndex: 0 }, event.offsetX);
  const step = steps.find(([, start, end]) => start <= at && at <= end);
  const inside = chart.containPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]);
  const lever = step && inside ? levers.find((one) => one.dataset.lever === step[0]) : null;
  if (lever) ticked(lever, false);
}

for (const lever of levers) lever.classList.toggle("moved", Number(number(lever).value) / 100 !== Number(lever.dataset.value));
draw.chart(places.curve).getZr().on("click", clicked);
