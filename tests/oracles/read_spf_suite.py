"""Prints the official test suite of RFC 7208, which Debian's python3-spf brings with its documents, as JSON.

Usage: read_spf_suite.py > JSON array of scenarios. A character of a record stands for a byte.
"""
import gzip
import json
import sys

import yaml

SUITE = "/usr/share/doc/python3-spf/rfc7208-tests.yml.gz"


class Texts(yaml.SafeLoader):
    """Reads every scalar as the text that stands there: 1.2 is no number, and 1::2 no time."""


Texts.yaml_implicit_resolvers = {}


def aslist(value):
    return value if isinstance(value, list) else [value]


def record(entry):
    """TIMEOUT stands alone; all others are {type: value}, a list being the strings of a text or preference and host."""
    if entry == "TIMEOUT":
        return {"type": "TIMEOUT", "values": []}
    (kind, value), = entry.items()
    return {"type": kind, "values": aslist(value)}


sys.stdin.read()
with gzip.open(SUITE, "rt", encoding="utf-8") as suite:
    scenarios = [
        {
            "description": scenario["description"],
            "zones": {name: [record(entry) for entry in entries] for name, entries in scenario["zonedata"].items()},
            "tests": [
                {
                    "name": name,
                    "helo": test["helo"],
                    "host": test["host"],
                    "mailFrom": test["mailfrom"],
                    "results": aslist(test["result"]),
                    "explanation": test.get("explanation"),
                }
                for name, test in scenario["tests"].items()
            ],
        }
        for scenario in yaml.load_all(suite, Loader=Texts)
        if scenario
    ]
json.dump(scenarios, sys.stdout)
