// Checks HTML with html-validate: JSON array of HTML in, JSON array of arrays of complaints out.
import { HtmlValidate, StaticConfigLoader } from "html-validate";

// Off: what mail needs and pages do not. Styles are inline, tables carry widths and colours as attributes for
// Outlook, conditional comments are for Outlook alone, and the style of writing is our own.
const off = [
  "no-inline-style", "no-deprecated-attr", "no-conditional-comment", "no-trailing-whitespace", "void-style",
  "doctype-style", "long-title", "tel-non-breaking", "require-sri",
];
const loader = new StaticConfigLoader({
  extends: ["html-validate:recommended"],
  rules: Object.fromEntries(off.map((rule) => [rule, "off"])),
});
const validator = new HtmlValidate(loader);

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const pages = JSON.parse(Buffer.concat(chunks).toString("utf8"));
const complaints = [];
for (const page of pages) {
  const report = await validator.validateString(page);
  complaints.push(report.results.flatMap((result) => result.messages)
    .map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`));
}
process.stdout.write(JSON.stringify(complaints));
