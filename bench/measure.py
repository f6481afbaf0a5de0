"""What the harness reads off this machine: CPU and memory of a process and its children, and how much a sink has got."""

import os
import pathlib
import platform
import re
import shutil
import subprocess
import tempfile

TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid):
    """Parent, and CPU seconds of the process itself and of its children that have ended; None when it is gone."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text[text.rindex(")") + 2:].split()
    return int(fields[1]), sum(map(int, fields[11:15])) / TICKS


def _tree(root):
    children = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if stat := _stat(pid):
            children.setdefault(stat[0], []).append(int(pid))
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += children.get(pid, [])
    return found


def cpu_seconds(root):
    """CPU seconds so far of a process and all below it, user and system."""
    return sum(stat[1] for stat in map(_stat, _tree(root)) if stat)


def memory_mb(root):
    """Resident and proportional megabytes (RSS, PSS) of a process and all below it; PSS is None where it is not ours to read."""
    rss, pss = 0, 0
    for pid in _tree(root):
        try:
            rss += int(re.search(r"^VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text(), re.M).group(1))
            pss += int(re.search(r"^Pss:\s+(\d+)", pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M).group(1))
        except PermissionError:
            pss = float("nan")
        except (OSError, AttributeError):
            continue  # it ended, or is a thread of the kernel's
    return rss / 1024, None if pss != pss else pss / 1024


class Sink:
    """smtp-sink: takes every mail, keeps none, and counts. It goes on through all rounds, so connections can be kept."""

    def __init__(self, port):
        self.port = port
        self._log = tempfile.NamedTemporaryFile(prefix="postroom-sink-", buffering=0)
        # It refuses to run as root; -c prints the running count at each mail. (-M would end before the last answer.)
        as_nobody = ["-u", "nobody"] if os.geteuid() == 0 else []
        self._process = subprocess.Popen(
            [tool("smtp-sink"), "-c", *as_nobody, "-m", "1000", f"127.0.0.1:{port}", "4096"],
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT)

    def count(self):
        size = os.fstat(self._log.fileno()).st_size
        tail = os.pread(self._log.fileno(), 200, max(0, size - 200))
        found = re.findall(rb"mesg=(\d+)\s", tail)
        return int(found[-1]) if found else 0

    def stop(self):
        self._process.kill()
        self._process.wait()
        self._log.close()


def tool(name):
    """A program that an ordinary user's PATH may not lead to."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin") or name


def machine():
    """One line on the kind of machine, so that figures are not compared across kinds."""
    cpu = re.search(r"^model name\s*:\s*(.+)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    memory = int(re.search(r"^MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text(), re.M).group(1)) / 2**20
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return f"{len(os.sched_getaffinity(0))} cores ({cpu.group(1) if cpu else platform.machine()}), {memory:.0f} GiB, {system}"
