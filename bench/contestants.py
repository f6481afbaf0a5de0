"""The ways from a sender to smtp-sink that are compared. Each: start() once, load(n) starts a sender of n mails."""

import json
import os
import pathlib
import re
import subprocess
import time
import urllib.request

import measure

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Direct:
    """smtp-source straight into smtp-sink: what the load tools alone can do."""

    name, pid = "direct", None

    def __init__(self, options, port):
        self._options, self.sink, self._to = options, measure.Sink(port), port

    def start(self, folder):
        """Nothing stands between the two."""

    def load(self, count):
        options = self._options
        return subprocess.Popen(
            [measure.tool("smtp-source"), "-d", "-s", str(options.callers), "-m", str(count), "-l", str(options.size),
             "-f", "bench@example.com", "-t", "somebody@example.org", f"127.0.0.1:{self._to}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def stop(self):
        self.sink.stop()


class Postfix(Direct):
    """smtp-source into a fairly tuned null client, which hands on to smtp-sink."""

    name = "postfix"

    def start(self, folder):
        self._folder = str(folder / "postfix")
        values = self._script("start", "--relay-to", f"127.0.0.1:{self.sink.port}")
        self.pid, self._to = int(values["PID"]), int(values["PLAIN_PORT"])

    def stop(self):
        if hasattr(self, "_folder"):
            self._script("remove")
        super().stop()

    def _script(self, action, *options):
        done = subprocess.run([ROOT / "eng/postfix.sh", action, self._folder, *options], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True, timeout=120, check=True)
        return dict(line.split("=", 1) for line in done.stdout.splitlines())


class Postroom:
    """The load tool into the HTTP API; 202 comes after the commit; Postroom hands on to smtp-sink."""

    name, pid = "postroom", None
    PROGRAM = ROOT / "artifacts/bin/Postroom.Server/release/Postroom.Server.dll"
    LOAD = ROOT / "artifacts/bin/Postroom.Benchmarks/release/Postroom.Benchmarks.dll"

    def __init__(self, options, port):
        self._options, self.sink, self._process = options, measure.Sink(port), None

    def start(self, folder):
        self._data = str(folder / "postroom")
        self._log = open(folder / "postroom.log", "wb")
        seconds, pages = [self._serve()], []
        made = subprocess.run(["dotnet", self.PROGRAM, "key", "create", "--app", "bench", "--scope", "send", "--data",
                               self._data, "--json"], stdout=subprocess.PIPE, text=True, timeout=60, check=True, env=self._env())
        self._key = json.loads(made.stdout)["key"]
        for _ in range(3):
            self._end()
            seconds.append(self._serve())
            pages.append(self._first_page())
        time.sleep(5)
        rss, pss = measure.memory_mb(self.pid)
        self.figures = dict(first_start_s=seconds[0], start_s=sorted(seconds[1:])[1], first_page_s=sorted(pages)[1],
                            idle_rss_mb=rss, idle_pss_mb=pss)

    def load(self, count):
        options = self._options
        return subprocess.Popen(
            ["dotnet", self.LOAD, "load", "--url", self._url, "--count", str(count), "--callers", str(options.callers),
             "--size", str(options.size)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=dict(os.environ, POSTROOM_KEY=self._key))

    def stop(self):
        self._end()
        self.sink.stop()

    def _env(self):
        own = {key: value for key, value in os.environ.items() if not key.startswith(("POSTROOM__", "ASPNETCORE_"))}
        return own | {"POSTROOM__MailServer__Host": "127.0.0.1", "POSTROOM__MailServer__Port": str(self.sink.port),
                      "POSTROOM__MailServer__Security": "none", "POSTROOM__MailServer__Anonymous": "true",
                      "POSTROOM__MailServer__From": "bench@example.com"}

    def _serve(self):
        """Starts the program; returns the seconds until it says that it is ready."""
        begin = time.monotonic()
        self._process = subprocess.Popen(
            ["dotnet", self.PROGRAM, "serve", "--data", self._data, "--http", "127.0.0.1:0", "--no-smtp"],
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT, env=self._env())
        self.pid = self._process.pid
        offset = os.fstat(self._log.fileno()).st_size
        while time.monotonic() < begin + 30:
            text = pathlib.Path(self._log.name).read_bytes()[offset:].decode(errors="replace")
            if ready := re.search(r"Postroom is ready on (http://\S+)", text):
                self._url = ready.group(1)
                return time.monotonic() - begin
            if self._process.poll() is not None:
                break
            time.sleep(0.002)
        raise SystemExit(f"Postroom did not become ready:\n{text}")

    def _first_page(self):
        """Opens the page where people sign in; returns the seconds it took, which are longest right after the start."""
        begin = time.monotonic()
        with urllib.request.urlopen(f"{self._url}/sign-in", timeout=30) as page:
            page.read()
        return time.monotonic() - begin

    def _end(self):
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


ALL = {kind.name: kind for kind in (Direct, Postfix, Postroom)}
