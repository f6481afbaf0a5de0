// Verifies DKIM signatures with mailauth. Reads an array of messages in base64; the argument is a JSON object of TXT records.
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';

const records = JSON.parse(process.argv[2]);
const resolver = async name => {
  if (records[name] === undefined) throw Object.assign(new Error('no such record'), { code: 'ENOTFOUND' });
  // A record of more than 255 bytes comes in pieces.
  return [records[name].match(/.{1,255}/g)];
};

let input = '';
for await (const chunk of process.stdin) input += chunk;
const answers = [];
for (const message of JSON.parse(input)) {
  const { results } = await dkimVerify(Buffer.from(message, 'base64'), { resolver });
  answers.push(results.filter(one => one.signingDomain).map(one => ({
    result: one.status.result === 'pass' ? 'pass' : 'fail',
    domain: one.signingDomain,
    selector: one.selector,
    algorithm: one.algo,
    words: one.status.comment || '',
  })));
}
process.stdout.write(JSON.stringify(answers));
