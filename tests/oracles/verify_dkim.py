"""Verifies DKIM signatures with dkimpy. Reads an array of messages in base64; the argument is a JSON object of TXT records."""
import base64
import json
import sys

import dkim

RECORDS = {name.encode() + b".": text.encode() for name, text in json.loads(sys.argv[1]).items()}


def find(name, timeout=5):
    return RECORDS.get(name if isinstance(name, bytes) else name.encode())


def verify(message):
    signed = dkim.DKIM(message)
    count = sum(1 for name, _ in signed.headers if name.lower() == b"dkim-signature")
    verdicts = []
    for index in range(count):
        one = dkim.DKIM(message)
        try:
            passed = one.verify(idx=index, dnsfunc=find)
        except dkim.DKIMException as fault:
            passed, words = False, str(fault)
        else:
            words = ""
        fields = one.signature_fields or {}
        verdicts.append({
            "result": "pass" if passed else "fail",
            "domain": (one.domain or b"").decode(),
            "selector": (one.selector or b"").decode(),
            "algorithm": fields.get(b"a", b"").decode(),
            "words": words,
        })
    return verdicts


json.dump([verify(base64.b64decode(message)) for message in json.load(sys.stdin)], sys.stdout)
