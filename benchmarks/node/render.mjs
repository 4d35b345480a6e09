// Fill a template many times with one engine and say how long each document took.
//   node render.mjs ENGINE TEMPLATE DATA.json WARM COUNT SAMPLE.docx
// DATA.json is a list of records; WARM documents are made first and not counted.
// Prints {"seconds", "cpu"}: seconds for the COUNT documents in all.
import fs from "node:fs";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);
const [engine, template, dataFile, warm, count, sample] = process.argv.slice(2);
const data = JSON.parse(fs.readFileSync(dataFile, "utf8"));
const content = fs.readFileSync(template);

const engines = {
  docxtemplater() {
    const PizZip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    const parser = (tag) => ({
      get: (scope) => tag.split(".").reduce((value, key) => value?.[key], scope),
    });
    return async (record) => {
      const options = { paragraphLoop: true, linebreaks: true, parser };
      const document = new Docxtemplater(new PizZip(content), options);
      document.render(record);
      return document.toBuffer({ compression: "DEFLATE" });
    };
  },
  "easy-template-x"() {
    const { TemplateHandler } = require("easy-template-x");
    const handler = new TemplateHandler({
      scopeDataResolver: ({ path, data: record }) => {
        const names = path.flatMap((step) => (typeof step === "number" ? [step] : step.name.split(".")));
        return names.reduce((value, name) => value?.[name], record);
      },
    });
    return (record) => handler.process(content, record);
  },
  carbone() {
    const carbone = require("carbone");
    return promisify((record, done) => carbone.render(template, record, done));
  },
};

const render = engines[engine]();
let number = 0;
const next = () => render(data[number++ % data.length]);
for (let i = 0; i < Number(warm); i++) await next();
const cpu = process.cpuUsage();
const began = process.hrtime.bigint();
let last;
for (let i = 0; i < Number(count); i++) last = await next();
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
const used = process.cpuUsage(cpu);
fs.writeFileSync(sample, last);
process.stdout.write(JSON.stringify({ seconds, cpu: (used.user + used.system) / 1e6 }));
process.exit(0);
