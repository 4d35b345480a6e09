// Searching and sorting the table of offices. The state stands in the address (#q=…&sort=…), so
// that a view can be kept and sent; without this script the table stands in the order of the inputs.
//
// Where there are more offices than the page holds, their rows lie in scripts beside it (the
// parts). They are asked for once somebody searches, sorts or wants more, and call takeOffices.
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
  const parts = texts.parts ? JSON.parse(texts.parts) : [];
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator("th", { numeric: true });
  const text = document.getElementById("find-text");
  const status = document.getElementById("find-status");
  const more = document.getElementById("find-more");
  const result = document.getElementById("find-result");
  const wide = (index) => heads[index].classList.contains("wide");
  const state = { q: "", status: "", sort: "", dir: "asc", limit: page };
  let rows = [...body.rows].map((row) => {
    const values = [...row.cells].map((cell) =>
      (cell.firstChild ? cell.firstChild.textContent : "").trim(),
    );
    const full = row.cells[0].querySelector("small");
    return describe(values, full ? full.textContent : "", row.dataset.status, () => row);
  });
  let loading = null;
  let whole = parts.length === 0;

  // Names, level and status are looked through: a figure or a year would answer to any number.
  function describe(values, full, kind, build) {
    const words = fold([values[0], full, values[3], values[8]].join(" "));
    let row = null;
    return { values, words, status: kind, row: () => row || (row = build()) };
  }

  function fold(value) {
    return value
      .normalize("NFC")
      .toLowerCase()
      .replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit))
      .replace(/\s+/g, " ");
  }

  function keyOf(item, column) {
    const value = item.values[column];
    if (!heads[column].classList.contains("figure")) return value;
    return value === "" ? null : Number(value);
  }

  function sorted(found) {
    const column = heads.findIndex((head) => head.dataset.key && head.dataset.key === state.sort);
    if (column < 0) return found;
    const sign = state.dir === "desc" ? -1 : 1;
    const keyed = found.map((item) => ({ item, key: keyOf(item, column) }));
    const empty = ({ key }) => key === null || key === "";
    keyed.sort((a, b) => {
      if (empty(a) || empty(b)) return empty(a) - empty(b); // what has no value comes last
      return sign * (typeof a.key === "number" ? a.key - b.key : collator.compare(a.key, b.key));
    });
    return keyed.map(({ item }) => item);
  }

  // A row of the parts as the template writes one; texts stay texts.
  function buildRow(values, names, documents, problems, anchor, kind) {
    const add = (parent, tag, classes, content) => {
      const element = document.createElement(tag);
      if (classes) element.className = classes;
      if (content) element.textContent = content;
      parent.append(element);
      return element;
    };
    const row = document.createElement("tr");
    row.setAttribute("role", "row");
    row.dataset.status = kind;
    heads.forEach((head, index) => {
      const cell = add(row, index ? "td" : "th", "", values[index]);
      cell.setAttribute("role", index ? "cell" : "rowheader");
      if (head.classList.contains("figure")) cell.classList.add("figure");
      if (wide(index)) cell.classList.add("wide");
      const key = head.dataset.key || "documents";
      if (["total", "level", "weak", "status", "documents"].includes(key)) cell.classList.add(key);
      if (index === 0 || key === "level") cell.lang = "th";
      if (index === 0) {
        cell.scope = "row";
        if (names) add(cell, "small", "", names);
      } else if (key === "status") {
        cell.textContent = "";
        add(cell, "span", kind, values[index]);
        if (problems) {
          cell.append(" ");
          add(cell, "a", "", texts.problems.replace("{count}", problems)).href = "#" + anchor;
        }
      } else if (key === "documents") {
        for (const [label, earlier, files] of documents) {
          if (label) {
            add(cell, "b", "", label).lang = "th";
            cell.append(" ");
          }
          for (const [name, path, edited] of files) {
            const address = path.split("/").map(encodeURIComponent).join("/");
            add(cell, "a", "", name).href = "./" + address;
            cell.append(" ");
            if (edited) add(cell, "small", "", `(${texts.edited})`);
          }
          if (earlier) add(cell, "small", "", `(${texts.earlier})`);
        }
      }
    });
    return row;
  }

  function takeRow(line) {
    const [name, full, year, total, level, iit, eit, oit, weak, kind, documents, problems, anchor] =
      line;
    const option = [...status.options].find((choice) => choice.value === kind);
    const named = option ? option.textContent.replace(/ \([0-9]+\)$/, "") : kind;
    const values = [name, year, total, level, iit, eit, oit, weak, named, ""];
    return describe(values, full, kind, () =>
      buildRow(values, full, documents, problems, anchor, kind),
    );
  }

  function load() {
    if (loading) return loading;
    const taken = [];
    window.takeOffices = (run, part, lines) => {
      if (run === texts.run) taken[part - 1] = lines; // else it is another night's
    };
    const ask = ([address, hash]) =>
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        // On a disk a browser can compare nothing, and refuses what it is to compare.
        if (location.protocol !== "file:") script.integrity = hash;
        script.onload = resolve;
        script.onerror = reject;
        script.src = address;
        document.head.append(script);
      });
    loading = Promise.all(parts.map(ask)).then(() => {
      const lines = taken.flat();
      if (lines.length !== Number(texts.count)) throw new Error("not all of them came");
      rows = lines.map(takeRow);
      whole = true;
    });
    return loading;
  }

  function show() {
    const asks = state.q || state.status || state.sort || state.limit > page;
    if (!whole && !asks) return tell(rows.length, Number(texts.count));
    if (whole) return showRows();
    result.textContent = texts.loading;
    load().then(showRows, () => {
      result.textContent = texts.unable;
      more.hidden = true;
    });
  }

  function showRows() {
    const wanted = fold(state.q).split(" ").filter(Boolean);
    const found = rows.filter(
      (item) =>
        (!state.status || item.status === state.status) &&
        wanted.every((word) => item.words.includes(word)),
    );
    const shown = sorted(found).slice(0, state.limit);
    body.replaceChildren(...shown.map((item) => item.row()));
    tell(shown.length, found.length);
  }

  function tell(shown, found) {
    for (const head of heads) {
      if (!head.dataset.key) continue;
      const order = state.dir === "desc" ? "descending" : "ascending";
      head.setAttribute("aria-sort", head.dataset.key === state.sort ? order : "none");
    }
    more.hidden = shown === found;
    result.textContent = found
      ? texts.shown
          .replace("{shown}", shown)
          .replace("{found}", found)
          .replace("{all}", texts.count)
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
