"""Asks pyspf (Debian's python3-spf) what it makes of SPF records, in a DNS that is given with them.

Usage: check_spf.py < JSON array of questions in base64 > JSON array of results such as "softfail".
A question is {"zone": {name: [[type, value...]]}, "ip": ..., "sender": ..., "helo": ...}.
"""
import base64
import json
import socket
import sys

import spf

zone = {}


def value_of(kind, values):
    if kind == "AAAA":
        return socket.inet_pton(socket.AF_INET6, values[0])
    if kind == "TXT":
        return tuple(text.encode("latin-1") for text in values)
    return (int(values[0]), values[1]) if kind == "MX" else values[0]


def look_up(name, kind, strict=True, timeout=None):
    name = name.rstrip(".")
    return [((name, held), value_of(held, values)) for held, *values in zone.get(name.lower(), []) if held == kind]


spf.DNSLookup = look_up
results = []
for packed in json.load(sys.stdin):
    question = json.loads(base64.b64decode(packed))
    zone = question["zone"]
    result = spf.query(question["ip"], question["sender"], question["helo"], strict=True, querytime=0).check()
    results.append(result[0])
json.dump(results, sys.stdout)
