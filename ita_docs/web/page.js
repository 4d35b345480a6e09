"use strict";
// Files go to the server one by one, as they are; work under way is asked after; nothing else.

const byId = (id) => document.getElementById(id);

function complain(place, text) {
  place.textContent = text;
  place.hidden = !text;
}

async function send(file, purpose) {
  const address = `upload?for=${purpose}&name=${encodeURIComponent(file.name)}`;
  const answer = await fetch(address, { method: "POST", body: file }).catch(() => null);
  const told = answer && await answer.json().catch(() => null);
  if (answer && answer.ok && told) return told.key;
  if (told) throw new Error(told.error);
  await askPatiently().catch((problem) => { tellGone(); throw problem; });
  throw new Error(drop.dataset.unreadable.replace("{name}", file.name));
}

async function sendWorkbooks(form, files) {
  const [status, error] = [byId("drop-status"), byId("drop-error")];
  complain(error, "");
  form.querySelectorAll("input[name=key]").forEach((input) => input.remove());
  try {
    for (const [place, file] of [...files].entries()) {
      status.textContent = `${form.dataset.sending} ${place + 1}/${files.length}`;
      const key = document.createElement("input");
      key.type = "hidden";
      key.name = "key";
      key.value = await send(file, "workbook");
      if (key.value) form.append(key);
    }
    form.submit();
  } catch (problem) {
    status.textContent = "";
    if (byId("gone").hidden) complain(error, problem.message);
  }
}

const drop = byId("drop");
const chosen = byId("drop-files");
chosen.addEventListener("change", () => chosen.files.length && sendWorkbooks(drop, chosen.files));
for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  // Anywhere on the page: a file dropped beside the zone would leave the page otherwise.
  document.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragenter" || name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) {
      sendWorkbooks(drop, event.dataTransfer.files);
    }
  });
}

byId("form-last").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  try {
    await send(file, "last-year");
    go("step-1");
  } catch (problem) {
    if (byId("gone").hidden) complain(byId("form-last-error"), problem.message);
  }
});

const office = byId("look-office");
if (office) office.addEventListener("change", () => office.form.requestSubmit());
if (office) office.form.addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(`./?office=${office.value}&v=${Date.now()}#step-4`);
});

function go(step) {
  location.assign(`./?v=${Date.now()}${step ? `#${step}` : ""}`);
}

async function ask() {
  const answer = await fetch("progress");
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function follow() {
  for (let turn = 1; ; turn += 1) {
    const told = await askPatiently();
    if (!told.working) return go(told.step);
    if (String(told.version) !== document.body.dataset.version) return go("step-3");
    byId("work-text").textContent = told.text;
    if (told.total > 1) {
      const [bar, count] = [byId("work-bar"), byId("work-count")];
      bar.max = told.total;
      bar.value = told.done;
      count.textContent = `${told.done} ${count.dataset.of} ${told.total}`;
    } else {
      byId("work-bar").removeAttribute("value");
    }
    await pause(Math.min(300, 50 * turn));
  }
}

// A connection may break at any moment; the program has gone only when it never answers.
async function askPatiently() {
  for (let left = 5; ; left -= 1) {
    try {
      return await ask();
    } catch (problem) {
      if (!left) throw problem;
      await pause(500);
    }
  }
}

function tellGone() {
  byId("gone").hidden = false;
  byId("gone").scrollIntoView();
}

if (byId("work")) follow().catch(tellGone);
else setInterval(() => askPatiently().catch(tellGone), 15000);

const target = location.hash && byId(location.hash.slice(1));
if (target) target.focus();
