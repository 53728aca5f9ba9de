// What pages share that ask while something is moved: one question on its way at a time, the latest wins; the state stands in the address.

// Gives what asks: while a question is on its way another one waits, and of those that wait only the last is asked.
export function latest(answer) {
  let asking = false;
  let waiting = false;
  return async function ask() {
    waiting = true;
    if (asking) return;
    asking = true;
    try {
      while (waiting) {
        waiting = false;
        await answer();
      }
    } finally {
      asking = false;
    }
  };
}

// Puts the state into the address, and into that of the page in the other language.
export function remember(state) {
  history.replaceState(null, "", `?${state}`);
  const link = document.querySelector("header a.lang");
  if (link) link.search = location.search;
}
