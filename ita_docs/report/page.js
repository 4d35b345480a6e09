// Searching and sorting the table of offices. The state stands in the address (#q=…&sort=…), so
// that a view can be kept and sent; without this script the table stands in the order of the inputs.
"use strict";
document.documentElement.classList.add("js");

document.addEventListener("DOMContentLoaded", () => {
  openTarget();
  window.addEventListener("hashchange", openTarget);
  openForPrint();
  const table = document.getElementById("office-table");
  if (table) serveTable(table);
});

// A link to a problem opens the group that holds it.
function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const group = target && target.closest("details");
  if (group && !group.open) {
    group.open = true;
    target.scrollIntoView();
  }
}

// Paper cannot be unfolded.
function openForPrint() {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const group of opened) group.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const group of opened) group.open = false;
  });
}

function serveTable(table) {
  const texts = document.body.dataset;
  const page = Number(texts.page);
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator("th", { numeric: true });
  const text = document.getElementById("find-text");
  const status = document.getElementById("find-status");
  const more = document.getElementById("find-more");
  const rows = [...body.rows].map((row) => ({
    row,
    words: fold(
      // Names, level and status: a figure or a year would answer to any number looked for.
      [row.cells[0], row.querySelector(".level"), row.querySelector(".status").firstChild]
        .map((part) => part.textContent)
        .join(" "),
    ),
    status: row.dataset.status,
  }));
  const state = { q: "", status: "", sort: "", dir: "asc", limit: page };

  function fold(value) {
    return value
      .normalize("NFC")
      .toLowerCase()
      .replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit))
      .replace(/\s+/g, " ");
  }

  function keyOf(row, column) {
    const cell = row.cells[column];
    const value = (cell.firstChild ? cell.firstChild.textContent : "").trim();
    if (!cell.classList.contains("figure")) return value;
    return value === "" ? null : Number(value);
  }

  function sorted(found) {
    const column = heads.findIndex((head) => head.dataset.key && head.dataset.key === state.sort);
    if (column < 0) return found;
    const sign = state.dir === "desc" ? -1 : 1;
    const keyed = found.map((item) => ({ item, key: keyOf(item.row, column) }));
    const empty = ({ key }) => key === null || key === "";
    keyed.sort((a, b) => {
      if (empty(a) || empty(b)) return empty(a) - empty(b); // what has no value comes last
      return sign * (typeof a.key === "number" ? a.key - b.key : collator.compare(a.key, b.key));
    });
    return keyed.map(({ item }) => item);
  }

  function show() {
    const wanted = fold(state.q).split(" ").filter(Boolean);
    const found = rows.filter(
      (item) =>
        (!state.status || item.status === state.status) &&
        wanted.every((word) => item.words.includes(word)),
    );
    const shown = sorted(found).slice(0, state.limit);
    for (const { row } of shown) row.classList.remove("more");
    body.replaceChildren(...shown.map(({ row }) => row));
    for (const head of heads) {
      if (!head.dataset.key) continue;
      const order = state.dir === "desc" ? "descending" : "ascending";
      head.setAttribute("aria-sort", head.dataset.key === state.sort ? order : "none");
    }
    more.hidden = shown.length === found.length;
    document.getElementById("find-result").textContent = found.length
      ? texts.shown
          .replace("{shown}", shown.length)
          .replace("{found}", found.length)
          .replace("{all}", rows.length)
      : texts.nothing;
  }

  function readAddress() {
    if (!location.hash.includes("=")) return;
    const asked = new URLSearchParams(location.hash.slice(1));
    state.q = asked.get("q") || "";
    state.status = asked.get("status") || "";
    state.sort = asked.get("sort") || "";
    state.dir = asked.get("dir") === "desc" ? "desc" : "asc";
    text.value = state.q;
    status.value = state.status;
    if (status.selectedIndex < 0) status.value = state.status = "";
  }

  function keepAddress() {
    const kept = new URLSearchParams();
    if (state.q) kept.set("q", state.q);
    if (state.status) kept.set("status", state.status);
    if (state.sort) {
      kept.set("sort", state.sort);
      kept.set("dir", state.dir);
    }
    const address = String(kept) ? `#${kept}` : location.pathname + location.search;
    history.replaceState(null, "", address);
  }

  function change(changes) {
    Object.assign(state, { limit: page }, changes);
    keepAddress();
    show();
  }

  for (const head of heads) {
    if (!head.dataset.key) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const same = state.sort === head.dataset.key;
      change({ sort: head.dataset.key, dir: same && state.dir === "asc" ? "desc" : "asc" });
    });
  }
  text.addEventListener("input", () => change({ q: text.value }));
  status.addEventListener("change", () => change({ status: status.value }));
  document.getElementById("find-clear").addEventListener("click", () => {
    text.value = status.value = "";
    change({ q: "", status: "", sort: "", dir: "asc" });
    text.focus();
  });
  more.addEventListener("click", () => {
    state.limit += page;
    show();
  });
  window.addEventListener("hashchange", () => {
    readAddress();
    show();
  });
  document.getElementById("find").hidden = false;
  readAddress();
  show();
}
