// An OpenID Connect provider of another make (npm oidc-provider) on a free port of the loopback. The one argument is JSON:
// { clients: [...], people: { subject: { email, email_verified, name } } }. Its issuer is the first line it prints. A line that
// comes in replaces the people; the end of the input ends it. Whoever signs in writes the subject as the login.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const settings = JSON.parse(process.argv[2]);
let people = settings.people;
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: settings.clients,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'locale'] },
    cookies: { keys: ['only for tests'] },
    pkce: { required: () => true, methods: ['S256'] },
    findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
createInterface({ input: process.stdin }).on('line', line => { people = JSON.parse(line); }).on('close', () => process.exit(0));
