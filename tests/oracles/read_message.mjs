// Reads messages with mailparser and prints what it saw: JSON array of base64 in, JSON array of objects out.
import { simpleParser } from "mailparser";

const options = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true };

function addresses(header) {
  const groups = header === undefined ? [] : [header].flat();
  return groups.flatMap((group) => group.value).map(({ name, address }) => ({ name, address }));
}

async function read(raw) {
  const message = await simpleParser(raw, { ...options, keepCidLinks: true });
  return {
    subject: message.subject ?? null,
    from: addresses(message.from),
    to: addresses(message.to),
    cc: addresses(message.cc),
    text: message.text ?? null,
    html: message.html || null,
    attachments: message.attachments.map((file) => ({
      name: file.filename ?? null,
      type: file.contentType,
      cid: file.cid ?? null,
      content: file.content.toString("base64"),
    })),
    defects: [],
  };
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const messages = JSON.parse(Buffer.concat(chunks).toString("utf8"));
const seen = [];
for (const message of messages) seen.push(await read(Buffer.from(message, "base64")));
process.stdout.write(JSON.stringify(seen));
