// The levers of a scenario: never more than one question on its way, the latest wins, the axis rests while a lever is held.
import { draw } from "./workbench.js";

const root = document.querySelector(".moving");
const { lang, study } = document.body.dataset;
const paths = { path: document.querySelector("#moving-path .chart"), odds: document.querySelector("#moving-odds .chart") };
let top = null;
let asking = false;
let waiting = false;

function query() {
  const found = new URLSearchParams({ scenario: root.dataset.scenario });
  for (const lever of root.querySelectorAll(".lever")) {
    const value = lever.querySelector("[type=number]").value;
    if (Number(value) !== Number(lever.dataset.value)) found.set(`m.${lever.dataset.lever}`, value);
  }
  return found;
}

async function ask() {
  if (asking) { waiting = true; return; }
  asking = true;
  do {
    waiting = false;
    const state = query();
    const answer = await fetch(`/${lang}/${study}/scenarios/answer?${state}`);
    if (answer.ok) show(await answer.json());
    history.replaceState(null, "", `?${state}`);
  } while (waiting);
  asking = false;
}

function show(given) {
  if (top !== null) given.path.baseOption.yAxis.max = top;
  draw(paths.path, given.path);
  draw(paths.odds, given.odds);
  for (const place of root.querySelectorAll("[data-told]")) place.textContent = given.told[place.dataset.told];
  document.documentElement.dataset.shown = String(Number(document.documentElement.dataset.shown ?? 0) + 1);
}

function moved(lever, value) {
  for (const input of lever.querySelectorAll("input")) if (input.value !== value) input.value = value;
  lever.classList.toggle("moved", Number(value) !== Number(lever.dataset.value));
  ask();
}

root.addEventListener("pointerdown", (event) => {
  if (event.target.type === "range") top = draw.axis(paths.path);
});
root.addEventListener("change", () => { top = null; ask(); });
root.addEventListener("input", (event) => moved(event.target.closest(".lever"), event.target.value));
root.addEventListener("click", (event) => {
  if (event.target.closest("[data-reset]")) {
    const lever = event.target.closest(".lever");
    moved(lever, lever.dataset.value);
  }
});
