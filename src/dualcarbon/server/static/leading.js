// A number that follows the levers opens how it came: in the run while nothing is moved and the run holds it, else here.
export function write(told, moved) {
  for (const place of document.querySelectorAll("[data-told]")) {
    const text = told[place.dataset.told];
    if (text === undefined) continue;
    if (place.textContent !== text) place.textContent = text;
    if (place.dataset.live) lead(place, moved);
  }
}

function lead(place, moved) {
  const { live, ofRun, raw } = place.dataset;
  const known = ofRun && !moved;
  const key = known ? ofRun : live;
  if (place.dataset.key === key) return;
  place.dataset.key = key;
  if (known) place.dataset.value = raw;
  else delete place.dataset.value;
}
