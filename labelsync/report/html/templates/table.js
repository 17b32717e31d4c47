// The table of everything: only the rows that can be seen are ever drawn.

const SPARE = 10; // rows drawn above and below what is seen
const TALLEST = 15_000_000; // pixels; browsers draw nothing that is taller

function byId(id) {
  return document.getElementById(id);
}

function begin() {
  const rows = unpacked(JSON.parse(byId("rows").textContent));
  const pane = byId("pane");
  const heads = [...pane.querySelectorAll("th")];
  const view = { rows, pane, heads, body: pane.querySelector("tbody"), height: 32, key: "", direction: 0 };
  view.order = sorted(rows, "", 0);
  view.found = view.order;
  offer(view);
  listen(view);
  byId("tool").hidden = false;
  byId("without").hidden = true;
  look(view);
}

// Fills each select with the texts of its column.
function offer(view) {
  for (const select of byId("sieve").querySelectorAll("select")) {
    const words = view.rows.words[select.dataset.column];
    const numbers = [...words.keys()].filter((number) => words[number]);
    numbers.sort((one, other) => (words[one] < words[other] ? -1 : 1));
    select.append(...numbers.map((number) => new Option(words[number], number)));
  }
}

function listen(view) {
  const form = byId("sieve");
  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 60, view);
  };
  form.addEventListener("input", soon);
  form.addEventListener("reset", soon);
  form.addEventListener("submit", (event) => event.preventDefault());
  view.heads.forEach((head) => head.firstChild.addEventListener("click", () => turn(view, head)));
  view.pane.addEventListener("scroll", () => requestAnimationFrame(() => draw(view)), { passive: true });
  addEventListener("resize", () => requestAnimationFrame(() => draw(view)));
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => (part.open = true)));
  for (const button of document.querySelectorAll("button.show")) {
    button.hidden = false;
    button.addEventListener("click", () => show(view, Number(button.dataset.group)));
  }
}

// Sets the filters so that just one group is left.
function show(view, number) {
  const group = view.rows.words.groups[number];
  byId("sieve").reset();
  ["account", "action", "label"].forEach((key, place) => {
    byId(`only-${key}`).value = view.rows.words[key][group[place]] ? group[place] : "";
  });
  look(view);
  byId("everything").scrollIntoView();
  view.pane.focus();
}

// Upwards, downwards, and as the plan has it, in turn.
function turn(view, head) {
  const key = head.dataset.column;
  view.direction = view.key !== key ? 1 : view.direction === 1 ? -1 : view.direction === -1 ? 0 : 1;
  view.key = key;
  view.heads.forEach((each) => each.removeAttribute("aria-sort"));
  if (view.direction) head.setAttribute("aria-sort", view.direction === 1 ? "ascending" : "descending");
  view.order = sorted(view.rows, key, view.direction);
  look(view);
}

// Searches and filters anew, and begins at the top.
function look(view) {
  const terms = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = [...byId("sieve").querySelectorAll("select")].filter((select) => select.value);
  const only = chosen.map((select) => [select.dataset.column, Number(select.value)]);
  view.found = sieved(view.rows, view.order, terms, only);
  view.pane.scrollTop = 0;
  draw(view);
  tell(view);
}

function tell(view) {
  const [found, all] = [view.found.length, view.rows.count].map((count) => count.toLocaleString("en"));
  const cut = view.found.length > most(view) ? `; the first ${most(view).toLocaleString("en")} are listed` : "";
  byId("found").textContent = (found === all ? `${all} rows` : `${found} of ${all} rows`) + cut;
}

function most(view) {
  return Math.floor(TALLEST / view.height);
}

function draw(view) {
  const { pane, found, height } = view;
  const listed = Math.min(found.length, most(view));
  const first = Math.min(Math.max(0, Math.floor(pane.scrollTop / height) - SPARE), listed);
  const last = Math.min(listed, first + Math.ceil(innerHeight / height) + 2 * SPARE);
  const drawn = Array.from(found.subarray(first, last), (row, place) => line(view, row, first + place));
  view.body.replaceChildren(space(view, first), ...drawn, space(view, listed - last));
  byId("window").setAttribute("aria-rowcount", found.length + 1);
  measure(view, drawn[0]);
}

// Rows are as tall as the reader's letters make them.
function measure(view, drawn) {
  const height = drawn ? drawn.getBoundingClientRect().height : 0;
  if (height < 1 || Math.abs(height - view.height) < 0.01) return;
  view.height = height;
  draw(view);
}

function line(view, row, place) {
  const tr = document.createElement("tr");
  tr.setAttribute("aria-rowindex", place + 2);
  for (const head of view.heads) {
    const td = document.createElement("td");
    td.textContent = textOf(view.rows, head.dataset.column, row);
    td.title = td.textContent;
    tr.append(td);
  }
  return tr;
}

function space(view, count) {
  const tr = document.createElement("tr");
  tr.className = "space";
  tr.setAttribute("aria-hidden", "true");
  const td = document.createElement("td");
  td.colSpan = view.heads.length;
  td.style.height = `${count * view.height}px`;
  tr.append(td);
  return tr;
}

if (byId("pane")) begin();
