"""Sends messages by Python's smtplib, as an app would.

Usage: send_smtp.py PORT plain|starttls|tls USER PASSWORD SENDER RECIPIENT,... < JSON array of messages in base64
Prints a JSON array: for each message "ok", or the code and text of the refusal. USER "-" means no login."""

import base64
import json
import smtplib
import ssl
import sys

port, security, user, password, sender, recipients = sys.argv[1:7]
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # the door's own certificate is known to nobody


def connect():
    if security == "tls":
        return smtplib.SMTP_SSL("127.0.0.1", int(port), timeout=30, context=context)
    client = smtplib.SMTP("127.0.0.1", int(port), timeout=30)
    if security == "starttls":
        client.starttls(context=context)
    return client


def told(fault):
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return [f"{code} {text.decode()}" for code, text in fault.recipients.values()][0]
    return f"{fault.smtp_code} {fault.smtp_error.decode()}"


answers = []
for message in json.load(sys.stdin):
    client = connect()
    try:
        if user != "-":
            client.login(user, password)
        client.sendmail(sender, recipients.split(","), base64.b64decode(message))
        answers.append("ok")
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as fault:
        answers.append(told(fault))
    client.close()
print(json.dumps(answers))
