"""Reads messages with Python's own email package and prints what it saw.

Usage: read_message.py default|SMTP < JSON array of messages in base64 > JSON array of objects.
"""
import base64
import email
import email.header
import email.policy
import email.utils
import inspect
import json
import sys

# Where Python has a strict parser, it takes no address literal such as postmaster@[192.0.2.1] (RFC 5321, 4.1.3).
LENIENT = {"strict": False} if "strict" in inspect.signature(email.utils.getaddresses).parameters else {}


def addresses(message, name):
    """Names come from the older parser: the newer one keeps the space between two encoded words of a name (RFC 2047, 6.2)."""
    header = message[name]
    if header is None:
        return []
    raw = next(value for key, value in message.raw_items() if key == name)
    older = email.utils.getaddresses(["".join(raw.splitlines())], **LENIENT)
    names = [str(email.header.make_header(email.header.decode_header(found))) for found, _ in older]
    assert len(names) == len(header.addresses), (raw, older)
    for found, address in zip(names, header.addresses):
        assert "".join(found.split()) == "".join(address.display_name.split()), (found, address.display_name)
    return [{"name": n, "address": a.addr_spec} for n, a in zip(names, header.addresses)]


def is_body(part):
    return (
        part.get_content_type() in ("text/plain", "text/html")
        and part.get_content_disposition() != "attachment"
        and part.get_filename() is None
    )


def read(raw, policy):
    message = email.message_from_bytes(raw, policy=policy)
    seen = {"subject": message["Subject"], "text": None, "html": None, "attachments": [], "defects": []}
    for name in ("From", "To", "Cc"):
        seen[name.lower()] = addresses(message, name)
    for part in message.walk():
        seen["defects"] += [f"{type(d).__name__}: {d}" for d in part.defects]
        for name, value in part.items():
            # name= of Content-Type is an encoded word in quotes on purpose, for readers older than RFC 2231.
            seen["defects"] += [
                f"{name}: {type(d).__name__}: {d}"
                for d in getattr(value, "defects", [])
                if not (name.lower() == "content-type" and "encoded" in str(d))
            ]
        if part.is_multipart():
            continue
        if is_body(part):
            seen[part.get_content_subtype().replace("plain", "text")] = part.get_content().replace("\r\n", "\n")
        else:
            seen["attachments"].append({
                "name": part.get_filename(),
                "type": part.get_content_type(),
                "cid": (part["Content-ID"] or "").strip("<>") or None,
                "content": base64.b64encode(part.get_payload(decode=True)).decode(),
            })
    return seen


def main():
    policy = getattr(email.policy, sys.argv[1])
    messages = [base64.b64decode(m) for m in json.load(sys.stdin)]
    json.dump([read(m, policy) for m in messages], sys.stdout)


main()
