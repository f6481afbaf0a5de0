#!/usr/bin/env python3
"""count_results.py [--no-skips] [--all-must-run] [--slowest N] FILE... : counts the tests in xunit's result files (XML,
schema 2+).

Prints what failed, the slowest tests, and as its last line `N passed, N failed`, counted from the single tests, with `, N skipped` only
when there are any. A file that is missing, cut off, or whose totals differ from its own tests counts as one failure:
its runner crashed. Exit 0: something passed and nothing failed."""

import argparse
import sys
import xml.etree.ElementTree as xml


class Broken(Exception):
    """The file does not tell a whole run."""


def read(path, may_be_empty):
    """Returns the results ('Pass', 'Fail', 'Skip' ...) with the tests' names, and errors outside of tests."""
    try:
        root = xml.parse(path).getroot()
    except FileNotFoundError:
        raise Broken("there is no such file: the test program ended before it could write it") from None
    except xml.ParseError as fault:
        raise Broken(f"it is cut off or broken ({fault})") from None
    assemblies = root.findall("assembly")
    if not assemblies:
        raise Broken("it names no test program")
    tests = [(test.get("result"), test.get("name"), test) for test in root.iter("test")]
    errors = [error.get("name") or error.get("type") or "error" for error in root.iter("error")]
    told = sum(int(assembly.get("total", 0)) - int(assembly.get("not-run", 0)) for assembly in assemblies)
    if told != sum(result != "NotRun" for result, _, _ in tests):
        raise Broken(f"it tells of {told} tests and holds {len(tests)}")
    if sum(int(assembly.get("errors", 0)) for assembly in assemblies) and not errors:
        errors = ["an error outside of any test"]
    if not may_be_empty and not any(result in ("Pass", "Fail") for result, _, _ in tests):
        raise Broken("not one test ran")
    return tests, errors


def message_of(test):
    return " ".join((test.findtext("failure/message") or "").split())[:300]


def seconds_of(test):
    try:
        return float(test.get("time") or 0)
    except ValueError:
        return 0.0


def print_slowest(tests, count):
    slowest = sorted(tests, key=seconds_of, reverse=True)[:count]
    if slowest:
        print(f"The {len(slowest)} slowest of {len(tests)} tests, {sum(map(seconds_of, tests)):.0f} s in all:")
    for test in slowest:
        print(f"{seconds_of(test):8.1f} s  {test.get('name')}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-skips", action="store_true", help="a skipped test is a failure")
    parser.add_argument("--all-must-run", action="store_true", help="each file must hold a test that ran")
    parser.add_argument("--slowest", type=int, default=0, metavar="N", help="name the N slowest tests")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    passed = failed = skipped = 0
    ran = []
    for path in options.files:
        try:
            tests, errors = read(path, may_be_empty=not options.all_must_run)
        except Broken as fault:
            print(f"FAILED {path}: {fault}")
            failed += 1
            continue
        ran += [test for result, _, test in tests if result in ("Pass", "Fail")]
        for error in errors:
            print(f"FAILED outside of a test: {error}")
            failed += 1
        for result, name, test in tests:
            if result == "Pass":
                passed += 1
            elif result == "Skip":
                skipped += 1
                print(f"SKIPPED {name}: {test.findtext('reason') or ''}")
            elif result != "NotRun":
                failed += 1
                print(f"FAILED {name}: {message_of(test)}")
    if options.slowest:
        print_slowest(ran, options.slowest)
    if passed + failed == 0:
        print("FAILED: not one test ran")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 0 if passed and not failed and not (skipped and options.no_skips) else 1


sys.exit(main())
