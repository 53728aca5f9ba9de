// What is given to whom: an amount is changed, and what is not given yet follows.
import { asked, latest, remember } from "./asking.js";
import { draw } from "./workbench.js";

const form = document.getElementById("targets-amounts");
const { lang, study, run } = document.body.dataset;

function query() {
  const { scenario } = form.closest("[data-scenario]").dataset;
  const found = new URLSearchParams({ scenario, year: form.dataset.year, by: form.dataset.by });
  if (new URLSearchParams(location.search).has("run")) found.set("run", run);
  for (const input of form.querySelectorAll("[data-to]")) {
    if (input.dataset.moved && input.value !== "") found.set(`b.${input.dataset.to}`, Number(input.value) / Number(form.dataset.factor)); // Mt, whatever the page shows
  }
  return found;
}

const ask = latest(async () => {
  const state = query();
  const given = await asked(`/${lang}/${study}/targets/answer?${state}`);
  if (!given) return;
  show(given);
  remember(state);
});

function show(given) {
  draw(document.querySelector("#treemap .chart"), given.option);
  const place = document.getElementById("targets-lines");
  place.replaceChildren(...given.lines.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
  place.classList.toggle("alarm", given.sign < 0);
}

if (form) {
  const inputs = [...form.querySelectorAll("[data-to]")];
  const address = new URLSearchParams(location.search);
  for (const input of inputs) if (address.has(`b.${input.dataset.to}`)) input.dataset.moved = "yes";
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => { event.target.dataset.moved = "yes"; ask(); });
  document.getElementById("targets-reset").addEventListener("click", () => {
    for (const input of inputs) {
      input.value = Number(Number(input.dataset.value).toPrecision(6));
      delete input.dataset.moved;
    }
    ask();
  });
}
