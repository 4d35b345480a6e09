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
  const level = document.getElementById("find-level");
  const province = document.getElementById("find-province");
  const more = document.getElementById("find-more");
  const result = document.getElementById("find-result");
  const wide = (index) => heads[index].classList.contains("wide");
  const nothing = { q: "", status: "", province: "", level: "", sort: "", dir: "asc", office: "" };
  const state = { ...nothing, year: "", limit: page };
  const view = serveView(loadPart);
  let rows = [...body.rows].map((row, place) => {
    const values = [...row.cells].map((cell) =>
      (cell.firstChild ? cell.firstChild.textContent : "").trim(),
    );
    const full = row.cells[0].querySelector("small");
    const kind = { status: row.dataset.status, province: row.dataset.province || "" };
    return describe(values, full ? full.textContent : "", kind, place, () => row);
  });
  const choices = Object.entries({ status, province, level }).filter(([, choice]) => choice);
  let loading = null;
  let whole = parts.length === 0;

  // Names, level and status are looked through: a figure or a year would answer to any number.
  function describe(values, full, kind, place, build) {
    const words = fold([values[0], full, values[3], values[8]].join(" "));
    let row = null;
    const item = { values, words, ...kind, place };
    item.row = () => row || (row = nameOpens(build(), item));
    return item;
  }

  // With scripts an office's name opens the office by itself.
  function nameOpens(row, item) {
    const link = document.createElement("a");
    link.textContent = item.values[0];
    link.href = `#${new URLSearchParams({ office: item.values[0], year: item.values[1] })}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      Object.assign(state, { office: item.values[0], year: item.values[1] });
      history.pushState(null, "", writeAddress());
      view.open(item);
    });
    const name = row.cells[0].firstChild;
    if (name) name.replaceWith(link);
    else row.cells[0].append(link);
    return row;
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
  function buildRow(values, names, documents, problems, anchor, kind, where) {
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
    if (where) row.dataset.province = where;
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
        for (const [label, earlier, files, lacks] of documents) {
          if (cell.firstChild) add(cell, "br");
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
          if (lacks) add(cell, "small", "", texts.lacks.replace("{count}", lacks));
        }
      }
    });
    return row;
  }

  function takeRow(line, place) {
    const [name, full, year, total, level, iit, eit, oit, weak, kind, ...rest] = line;
    const [documents, problems, anchor, where] = rest;
    const option = [...status.options].find((choice) => choice.value === kind);
    const named = option ? option.textContent.replace(/ \([0-9]+\)$/, "") : kind;
    const values = [name, year, total, level, iit, eit, oit, weak, named, ""];
    return describe(values, full, { status: kind, province: where }, place, () =>
      buildRow(values, full, documents, problems, anchor, kind, where),
    );
  }

  function loadPart([address, hash]) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      // On a disk a browser can compare nothing, and refuses what it is to compare.
      if (location.protocol !== "file:") script.integrity = hash;
      script.onload = resolve;
      script.onerror = reject;
      script.src = address;
      document.head.append(script);
    });
  }

  function load() {
    if (loading) return loading;
    const taken = [];
    window.takeOffices = (run, part, lines) => {
      if (run === texts.run) taken[part - 1] = lines; // else it is another night's
    };
    loading = Promise.all(parts.map(loadPart)).then(() => {
      const lines = taken.flat();
      if (lines.length !== Number(texts.count)) throw new Error("not all of them came");
      rows = lines.map(takeRow);
      whole = true;
    });
    return loading;
  }

  function show() {
    const asks = state.q || state.status || state.province || state.level || state.sort;
    const here = rows.find(isAsked);
    if (!whole && !asks && state.limit === page && (here || !state.office)) {
      body.replaceChildren(...rows.map((item) => item.row()));
      tell(rows.length, Number(texts.count));
      return showView();
    }
    if (whole) return showRows();
    result.textContent = texts.loading;
    load().then(showRows, () => {
      result.textContent = texts.unable;
      more.hidden = true;
    });
  }

  function isAsked(item) {
    const [name, year] = item.values;
    return name === state.office && (!state.year || year === state.year);
  }

  function showView() {
    const item = state.office && rows.find(isAsked);
    if (item) view.open(item);
    else view.close();
  }

  function showRows() {
    const wanted = fold(state.q).split(" ").filter(Boolean);
    const found = rows.filter(
      (item) =>
        (!state.status || item.status === state.status) &&
        (!state.province || item.province === state.province) &&
        (!state.level || item.values[3] === state.level) &&
        wanted.every((word) => item.words.includes(word)),
    );
    const shown = sorted(found).slice(0, state.limit);
    body.replaceChildren(...shown.map((item) => item.row()));
    tell(shown.length, found.length);
    showView();
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
    if (location.hash && !location.hash.includes("=")) return;
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const key of Object.keys(nothing)) state[key] = asked.get(key) || "";
    state.year = asked.get("year") || "";
    state.dir = asked.get("dir") === "desc" ? "desc" : "asc";
    text.value = state.q;
    for (const [key, choice] of choices) {
      choice.value = state[key];
      if (choice.selectedIndex < 0) choice.value = state[key] = "";
    }
  }

  function writeAddress() {
    const kept = new URLSearchParams();
    for (const key of Object.keys(nothing)) {
      if (state[key] && (key !== "dir" || state.sort)) kept.set(key, state[key]);
    }
    if (state.office && state.year) kept.set("year", state.year);
    return String(kept) ? `#${kept}` : location.pathname + location.search;
  }

  function change(changes) {
    Object.assign(state, { limit: page }, changes);
    history.replaceState(null, "", writeAddress());
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
  for (const [key, choice] of choices) {
    choice.addEventListener("change", () => change({ [key]: choice.value }));
  }
  document.getElementById("find-clear").addEventListener("click", () => {
    text.value = "";
    for (const [, choice] of choices) choice.value = "";
    change({ ...nothing });
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
  // A figure's name leads to the offices that it counts.
  document.getElementById("statistics").addEventListener("click", (event) => {
    if (!event.target.closest("a")) return;
    setTimeout(() => document.getElementById("offices").scrollIntoView());
  });
  view.dialog.addEventListener("close", () => {
    if (!state.office) return;
    state.office = state.year = "";
    history.replaceState(null, "", writeAddress());
  });
  document.getElementById("find").hidden = false;
  readAddress();
  show();
}
