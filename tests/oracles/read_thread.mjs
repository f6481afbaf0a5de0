// Reads what holds a thread together with mailparser: JSON array of base64 in, JSON array of objects out.
import { simpleParser } from "mailparser";

async function read(raw) {
  const message = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true });
  const list = message.headers.get("list");
  return {
    id: message.messageId.replace(/^<|>$/g, ""),
    references: [message.references].flat(),
    parent: message.inReplyTo,
    subject: message.subject,
    list: `<${list.id.id ?? list.id.name}>`, // without a phrase mailparser takes the id for one
    unsubscribe: list.unsubscribe.url,
    post: list["unsubscribe-post"].name,
    defects: [],
  };
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const messages = JSON.parse(Buffer.concat(chunks).toString("utf8"));
const seen = [];
for (const message of messages) seen.push(await read(Buffer.from(message, "base64")));
process.stdout.write(JSON.stringify(seen));
