"""Reads what holds a thread together with Python's own email package.

Usage: read_thread.py < JSON array of messages in base64 > JSON array of objects.
"""
import base64
import email
import email.policy
import json
import sys


def read(raw):
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    defects = [f"{name}: {d}" for name, value in message.items() for d in getattr(value, "defects", [])]
    return {
        "id": message["Message-ID"].strip("<>"),
        "references": message["References"].split(),
        "parent": message["In-Reply-To"],
        "subject": message["Subject"],
        "list": message["List-Id"],
        "unsubscribe": message["List-Unsubscribe"].strip("<>"),
        "post": message["List-Unsubscribe-Post"],
        "defects": defects + [str(d) for d in message.defects],
    }


json.dump([read(base64.b64decode(m)) for m in json.load(sys.stdin)], sys.stdout)
