#!/usr/bin/env python3
"""Messages a second and CPU, side by side in one run: direct, Postfix and Postroom, each into smtp-sink on loopback.

Rounds are interleaved and the first is thrown away; figures are medians. Only ratios within one run mean something:
absolute figures move by tens of percent between runs, and `noise` says how much they did within this one.
Run it by eng/bench.sh, which builds first."""

import argparse
import datetime
import json
import os
import pathlib
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import contestants
import measure

RESULTS = contestants.ROOT / "bench/RESULTS.md"
COUNTS = {"direct": 20_000, "postfix": 2_500, "postroom": 10_000}


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="direct,postfix,postroom", help="contestants, with commas between")
    parser.add_argument("--rounds", type=int, default=5, help="that count, after one to warm up (1 to 20)")
    parser.add_argument("--callers", type=int, default=64, help="SMTP sessions, and callers of the API, at once (1 to 256)")
    parser.add_argument("--size", type=int, default=2_048, help="bytes of a message's text (1 to 1000000)")
    parser.add_argument("--scale", type=float, default=1, help="times the messages of a round (at most 10)")
    parser.add_argument("--minutes", type=float, default=10, help="no round begins after so many minutes (at most 60)")
    parser.add_argument("--json", metavar="FILE", help="write all figures of all rounds there")
    parser.add_argument("--record", action="store_true", help="add the result to bench/RESULTS.md")
    options = parser.parse_args()
    options.only = options.only.split(",")
    if unknown := set(options.only) - set(contestants.ALL):
        parser.error(f"no such contestant: {', '.join(unknown)}")
    for name, least, most in (("rounds", 1, 20), ("callers", 1, 256), ("size", 1, 1_000_000), ("scale", 0.01, 10), ("minutes", 1, 60)):
        if not least <= getattr(options, name) <= most:
            parser.error(f"--{name} must be {least} to {most}")
    return options


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def one_round(contestant, count, deadline):
    """Sends count mails and waits until the sink has them all, or the deadline (a time.monotonic) has come."""
    sink, pid = contestant.sink, contestant.pid
    before, cpu = sink.count(), measure.cpu_seconds(pid) if pid else None
    begin, accepted = time.monotonic(), None
    sender = contestant.load(count)
    try:
        while time.monotonic() < deadline and sink.count() - before < count:
            if accepted is None and sender.poll() is not None:
                accepted = time.monotonic() - begin
                if sender.returncode:
                    break
            time.sleep(0.004)
        seconds, arrived = time.monotonic() - begin, sink.count() - before
        told, errors = sender.communicate(timeout=10)
        accepted = accepted or time.monotonic() - begin
    except subprocess.TimeoutExpired:
        sender.kill()
        told, errors = sender.communicate()
    figures = dict(count=count, arrived=arrived, drained_per_s=arrived / seconds, accepted_per_s=count / (accepted or seconds),
                   cpu_s_per_1000=(measure.cpu_seconds(pid) - cpu) / max(arrived, 1) * 1000 if pid else None,
                   pss_mb=measure.memory_mb(pid)[1] if pid else None)
    if told:
        # The load tool starts a runtime first, which is no work of Postroom's: its own clock begins with the first call.
        sender_says = json.loads(told)
        figures |= dict(sender=sender_says, accepted_per_s=sender_says["perSecond"],
                        drained_per_s=arrived / max(seconds - sender_says["startUpSeconds"], 1e-9))
    if arrived < count:
        print(f"  ! {contestant.name}: {arrived} of {count} arrived. {(errors or '').strip()[-500:]}", file=sys.stderr)
    return figures


def run(options, folder):
    rounds, field, end = {name: [] for name in options.only}, [], time.monotonic() + options.minutes * 60
    try:
        for name in options.only:
            field.append(contestants.ALL[name](options, free_port()))
            field[-1].start(folder)
        for number in range(options.rounds + 1):
            shift = number % len(field)
            for contestant in field[shift:] + field[:shift]:
                count = max(options.callers, int(COUNTS[contestant.name] * options.scale))
                figures = one_round(contestant, count, time.monotonic() + 120)
                if number:
                    rounds[contestant.name].append(figures)
            if number and time.monotonic() > end:
                print(f"  ! stopped after {number} rounds: the time is up", file=sys.stderr)
                break
        extra = next((contestant.figures for contestant in field if contestant.name == "postroom"), None)
    finally:
        for contestant in field:
            contestant.stop()
    return rounds, extra


def summarise(rounds):
    def median(values):
        return statistics.median(values) if None not in values else None
    return {name: {key: median([figures[key] for figures in all_rounds])
                   for key in ("drained_per_s", "accepted_per_s", "cpu_s_per_1000", "pss_mb")} |
                  dict(noise=(max(rates := [figures["drained_per_s"] for figures in all_rounds]) - min(rates)) / statistics.median(rates))
            for name, all_rounds in rounds.items()}


def table(summary, extra):
    def number(value, form):
        return "-" if value is None else format(value, form)

    def ratio(name, other):
        return number(summary[name]["drained_per_s"] / summary[other]["drained_per_s"] if other in summary else None, ".2f")
    lines = ["| way | drained/s | accepted/s | CPU s per 1,000 | PSS MB | times Postfix | times direct | noise |", "|---|---|---|---|---|---|---|---|"]
    for name, row in summary.items():
        lines.append(f"| {name} | {row['drained_per_s']:,.0f} | {row['accepted_per_s']:,.0f} | {number(row['cpu_s_per_1000'], '.3f')} | "
                     f"{number(row['pss_mb'], '.0f')} | {ratio(name, 'postfix')} | {ratio(name, 'direct')} | {row['noise']:.0%} |")
    if extra:
        lines += ["", f"Start to ready {extra['start_s']:.2f} s (the first, which makes the database, {extra['first_start_s']:.2f} s), the first page {extra['first_page_s']:.2f} s later. "
                  f"Idle memory {extra['idle_rss_mb']:.0f} MB resident, {number(extra['idle_pss_mb'], '.0f')} MB proportional."]
    return "\n".join(lines)


def bars(summary, extra):
    """What the project promises itself, each with whether this run kept it."""
    if not extra:
        return []
    kept = [("start to ready under 0.9 s", extra["start_s"] < 0.9), ("first page 0.3 s later", extra["first_page_s"] < 0.3),
            ("idle memory under 120 MB", extra["idle_rss_mb"] < 120)]
    if "postfix" in summary:
        kept.append(("at least Postfix's drained rate", summary["postroom"]["drained_per_s"] >= summary["postfix"]["drained_per_s"]))
    return [f"{'kept  ' if ok else 'MISSED'} {what}" for what, ok in kept]


def record(text, told):
    head = "# Results\n\nNewest first. Only ratios within one run may be compared; see `bench/README.md`.\n"
    old = RESULTS.read_text() if RESULTS.exists() else head
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    command = shlex.join(["./eng/bench.sh", *told])
    section = f"\n## {now}\n\n{measure.machine()}. `{command}`\n\n{text}\n"
    RESULTS.write_text(old[:len(head)] + section + old[len(head):])


def main():
    options = read_options()
    # /var/tmp and not /tmp, which may be memory: there a flush to the disk would cost nothing.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="postroom-bench-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        rounds, extra = run(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    summary = summarise(rounds)
    text = table(summary, extra)
    print(f"{measure.machine()}; load {os.getloadavg()[0]:.1f}; {options.callers} callers, {options.size} bytes, "
          f"{min(map(len, rounds.values()))} rounds\n\n{text}")
    print("\n".join(["", *bars(summary, extra)]))
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(dict(
            machine=measure.machine(), options={key: value for key, value in vars(options).items() if key != "json"},
            summary=summary, postroom=extra, rounds=rounds), indent=1))
    if options.record:
        # What decides the figures, and no path of this machine.
        record(text, [f"--{name}={value}" for name, value in vars(options).items()
                      if name in ("rounds", "callers", "size", "scale", "minutes")] + ["--only=" + ",".join(options.only)])
    return 1 if any(figures["arrived"] < figures["count"] for all_rounds in rounds.values() for figures in all_rounds) else 0


sys.exit(main())
