// Sends messages by nodemailer, as an app would.
//
// Usage: send_smtp.mjs PORT plain|starttls|tls USER PASSWORD SENDER RECIPIENT,... < JSON array of messages in base64
// Prints a JSON array: for each message "ok", or the refusal. USER "-" means no login.
import nodemailer from "nodemailer";
import { text } from "node:stream/consumers";

const [port, security, user, pass, from, recipients] = process.argv.slice(2);
const transport = nodemailer.createTransport({
  host: "127.0.0.1",
  port: Number(port),
  secure: security === "tls",
  requireTLS: security === "starttls",
  ignoreTLS: security === "plain",
  tls: { rejectUnauthorized: false }, // the door's own certificate is known to nobody
  auth: user === "-" ? undefined : { user, pass },
});
const answers = [];
for (const message of JSON.parse(await text(process.stdin))) {
  try {
    await transport.sendMail({ envelope: { from, to: recipients.split(",") }, raw: Buffer.from(message, "base64") });
    answers.push("ok");
  } catch (fault) {
    answers.push(fault.response ?? fault.message);
  }
}
transport.close();
console.log(JSON.stringify(answers));
