// A document of the study as text: checked while it is typed, saved when it was seen what that changes.
import { entry, filled, post, saving } from "./data_saving.js";

const given = JSON.parse(document.getElementById("given").textContent);
const { say } = given;
const area = document.getElementById("document");
const state = document.getElementById("state");
const button = document.querySelector("[data-do=preview]");
const before = area.value;
let question = 0;
let leaving = false;
let later;

const plain = () => ({ file: given.file, based: given.based, text: area.value });

async function ask() {
  const mine = ++question;
  state.textContent = say.checking;
  const answer = await post("/check", { ...plain(), whole: true }).catch(() => ({ ok: false }));
  if (mine !== question) return;
  if (answer.ok) told(await answer.json()); else state.textContent = say.unchecked;
}

function told(found) {
  const own = found.faults.filter((one) => one.file === given.file);
  const parts = own.length ? [`${say.errors}: ${own.filter((one) => one.level === "error").length} · ${say.warnings}: ${own.filter((one) => one.level === "warn").length}`] : [say.clean];
  if (found.faults.length > own.length) parts.push(filled(say.elsewhere, { count: found.faults.length - own.length }));
  state.textContent = parts.join(" · ");
  document.getElementById("faults").replaceChildren(...found.faults.slice(0, 200).map((one) => entry(one, given.file, one.file === given.file && one.line ? () => jump(one.line) : null)));
  document.documentElement.dataset.checked = String(Number(document.documentElement.dataset.checked ?? 0) + 1);
}

function jump(line) {
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  area.scrollTop = (line - 4) * parseFloat(getComputedStyle(area).lineHeight);
}

const line = Number(new URLSearchParams(location.search).get("line"));
if (line) jump(line);
if (given.checked) told(given.checked);
if (given.editable) {
  const preview = saving(given, {
    plain,
    saved: () => { leaving = true; location.reload(); },
    keep: async (mine) => { if (!mine) { leaving = true; location.reload(); } },
  });
  button.addEventListener("click", preview);
  area.addEventListener("input", () => {
    button.disabled = area.value === before;
    clearTimeout(later);
    later = setTimeout(ask, 700);
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (!button.disabled) preview();
  });
  window.addEventListener("beforeunload", (event) => { if (area.value !== before && !leaving) event.preventDefault(); });
  ask();
}
