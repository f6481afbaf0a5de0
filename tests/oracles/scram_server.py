"""A mail server that signs in by SCRAM and nothing else, written from RFC 5802, RFC 7677 and RFC 5929 with Python's own
hashes and TLS. Takes one connection, then tells in JSON what it saw.

    scram_server.py CERTIFICATE KEY '{"offer": "SCRAM-SHA-256", "user": "...", "password": "...", ...}'
"""
import base64
import hashlib
import hmac
import json
import os
import socket
import ssl
import sys

certificate, key, wish = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
seen = {"gs2": [], "mechanisms": [], "ok": False}
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
connection, _ = listener.accept()
if wish.get("tls", True):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    connection = context.wrap_socket(connection, server_side=True)
stream = connection.makefile("rwb")
with open(certificate, encoding="ascii") as file:
    binding = hashlib.sha256(ssl.PEM_cert_to_DER_cert(file.read())).digest()


def say(text):
    stream.write(text.encode() + b"\r\n")
    stream.flush()


def hear():
    return stream.readline().decode().rstrip("\r\n")


def attributes(message):
    return dict(part.split("=", 1) for part in message.split(","))


def scram(mechanism, first):
    name = "sha1" if "SHA-1" in mechanism else "sha256"
    parts = first.split(",", 2)
    gs2, bare = parts[0] + "," + parts[1] + ",", parts[2]
    seen["gs2"].append(gs2)
    if mechanism.endswith("-PLUS"):
        if wish.get("binding", "tls-server-end-point") != gs2[2:-2]:
            return say("535 5.7.8 unsupported-channel-binding-type")
    elif gs2.startswith("y") and "-PLUS" in wish["offer"]:
        return say("535 5.7.8 server-does-support-channel-binding")
    client = attributes(bare)
    salt, count = os.urandom(16), 4096
    nonce = client["r"] + base64.b64encode(os.urandom(12)).decode()
    server_first = f"r={nonce},s={base64.b64encode(salt).decode()},i={count}"
    say("334 " + base64.b64encode(server_first.encode()).decode())
    final = base64.b64decode(hear()).decode()
    without_proof, proof = final.rsplit(",p=", 1)
    salted = hashlib.pbkdf2_hmac(name, wish["password"].encode(), salt, count)
    client_key = hmac.digest(salted, b"Client Key", name)
    stored = hashlib.new(name, client_key).digest()
    signed = f"{bare},{server_first},{without_proof}".encode()
    found = bytes(a ^ b for a, b in zip(base64.b64decode(proof), hmac.digest(stored, signed, name)))
    given = attributes(without_proof)
    wanted = gs2.encode() + (binding if mechanism.endswith("-PLUS") else b"")
    right = hashlib.new(name, found).digest() == stored and given["r"] == nonce and base64.b64decode(given["c"]) == wanted
    user = client["n"].replace("=2C", ",").replace("=3D", "=")
    if not right or user != wish["user"]:
        return say("535 5.7.8 authentication failed")
    signature = hmac.digest(hmac.digest(salted, b"Server Key", name), signed, name)
    lie = wish.get("lie")
    if lie == "signature":
        signature = bytes(len(signature))
    if lie != "none":
        say("334 " + base64.b64encode(b"v=" + base64.b64encode(signature)).decode())
        if hear() == "*":
            return say("501 cancelled")
    seen["ok"] = True
    return say("235 2.7.0 welcome")


say("220 mail.example.com")
while True:
    line = hear()
    verb = line.split(" ", 1)[0].upper()
    if verb == "EHLO":
        say("250-mail.example.com")
        say("250 AUTH " + wish["offer"])
    elif verb == "AUTH":
        _, mechanism, initial = line.split(" ", 2)
        seen["mechanisms"].append(mechanism)
        scram(mechanism, base64.b64decode(initial).decode())
    elif verb == "QUIT":
        say("221 bye")
        break
    elif not line:
        break
    else:
        say("502 no")
print(json.dumps(seen), flush=True)
