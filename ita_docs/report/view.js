// One office by itself: its figures, documents, problems and last runs, in a dialog over the page.
// The view stands in the address (#office=…), so that it can be kept and sent.
//
// What it shows is a list for each office (see page_views.py): in the page, or where there are more
// offices than it holds in scripts beside it, 500 offices each, which call takeViews.

function serveView(loadPart) {
  const dialog = document.getElementById("view");
  const body = document.getElementById("view-body");
  const name = document.getElementById("view-name");
  const words = JSON.parse(dialog.dataset.words);
  const asks = JSON.parse(dialog.dataset.asked);
  const parts = dialog.dataset.parts ? JSON.parse(dialog.dataset.parts) : [];
  const page = Number(document.body.dataset.page);
  const known = new Map();
  let asked = null;

  function read(place) {
    const part = Math.floor(place / page);
    if (!known.has(part)) known.set(part, parts.length ? load(part) : embedded());
    return known.get(part).then((views) => views[place % page]);
  }

  function embedded() {
    return Promise.resolve(JSON.parse(dialog.dataset.views));
  }

  function load(part) {
    let views = null;
    window.takeViews = (run, number, lines) => {
      if (run === document.body.dataset.run && number === part + 1) views = lines;
    };
    return loadPart(parts[part]).then(() => {
      if (!views) throw new Error("it is another night's");
      return views;
    });
  }

  function add(parent, tag, content, classes) {
    const element = document.createElement(tag);
    if (classes) element.className = classes;
    if (content) element.textContent = content;
    parent.append(element);
    return element;
  }

  // The row's own cells say the same as in the table; the rest comes from the view's list.
  function fill(item, view) {
    const [full, province, year, last, change, target, instruments, scores, ...rest] = view;
    const [problems, count, past, readiness] = rest;
    const [, plan, total, level, ...weighted] = item.values;
    if (full !== item.values[0]) add(body, "p", full, "quiet").lang = "th";
    const cells = [...item.row().cells];
    add(body, "p").append(cells[8].querySelector("span").cloneNode(true));
    body.lastChild.className = "status";
    const facts = add(body, "dl", "", "facts");
    const say = (key, text) => {
      if (!text) return;
      const line = add(facts, "div");
      add(line, "dt", words[key]);
      add(line, "dd", text);
    };
    say("province", province);
    say("result_year", year);
    say("plan_year", plan);
    say("total", total);
    say("level", level);
    say("last", last && `${last} (${words.change} ${change})`);
    ["IIT", "EIT", "OIT"].forEach((code, index) =>
      say(code, weighted[index] && `${weighted[index]} (${words.of_100} ${instruments[index]})`),
    );
    add(body, "h3", words.documents);
    const documents = add(body, "p", "", "documents");
    documents.append(...cells[9].cloneNode(true).childNodes);
    if (!documents.textContent) documents.textContent = words.no_documents;
    if (readiness.length) add(body, "h3", words.readiness);
    for (const [kind, label, marks] of readiness) {
      for (const [mark, key] of [["0", "lacks"], ["1", "has"]]) {
        const things = asks[kind].filter((_, index) => marks[index] === mark);
        if (things.length) add(body, "p", `${label} ${words[key]}: ${things.join(", ")}`);
      }
    }
    if (scores.length) {
      add(body, "h3", words.scores);
      add(body, "p", `${words.target} ${target}`, "quiet");
      const table = add(body, "table", "", "bars");
      for (const [number, score, weak] of scores) addScore(table, number, score, weak);
    }
    add(body, "h3", words.problems);
    if (!count) add(body, "p", words.no_problems);
    const list = add(body, "ol", "", "problems");
    for (const [severity, title, at, text, cure] of problems) {
      const line = add(list, "li");
      add(line, "span", words[severity], `badge ${severity}`);
      line.append(" ");
      add(line, "strong", title);
      if (at) add(add(line, "p"), "code", at);
      add(line, "p", text);
      add(line, "p", cure, "quiet");
    }
    if (count > problems.length) {
      const cut = words.cut.replace("{shown}", problems.length).replace("{all}", count);
      add(body, "p", cut, "quiet");
    }
    add(body, "h3", words.past);
    if (!past.length) add(body, "p", words.no_past);
    const nights = add(body, "ul", "", "past");
    for (const [moment, status] of past) {
      const night = add(nights, "li", "", "status");
      night.append(`${moment} `);
      add(night, "span", words[`status.${status}`], status);
    }
  }

  function addScore(table, number, score, weak) {
    const row = add(table, "tr");
    const head = add(row, "th", `${number} ${words[number] || ""}`);
    head.scope = "row";
    head.lang = "th";
    const cell = add(row, "td", score, weak ? "below" : "");
    if (weak) cell.append(` ${words.below}`);
    const svg = (tag, values) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
      return element;
    };
    const bar = svg("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none" });
    bar.setAttribute("aria-hidden", "true");
    bar.append(svg("rect", { class: "track", width: 100, height: 6 }));
    bar.append(svg("rect", { class: weak ? "bar" : "bar met-bar", width: score, height: 6 }));
    cell.append(bar);
  }

  function open(item) {
    asked = item;
    name.textContent = item.values[0];
    body.replaceChildren();
    add(body, "p", words.loading, "quiet");
    if (!dialog.open) dialog.showModal();
    name.focus();
    read(item.place).then(
      (view) => {
        if (asked !== item) return;
        body.replaceChildren();
        fill(item, view);
      },
      () => {
        if (asked === item) body.replaceChildren(words.unable);
      },
    );
  }

  function close() {
    asked = null;
    if (dialog.open) dialog.close();
  }

  document.getElementById("view-close").addEventListener("click", () => dialog.close());
  return { open, close, dialog };
}
