#!/usr/bin/env python3
"""CPU time and peak memory of the whole path PDF -> facts beside other tools, on one file of many pages, in one run.

pdf.py HYOKASHO [--pages 300] [--rounds 3]

Joins the fixtures' PDFs by qpdf to one file of at least so many pages. Each tool runs in turn, round by round,
so that all meet the same load; the least CPU time counts. Tools that are not installed are left out:
pdftotext (poppler-utils), pdfplumber and pdfminer (python3 -m pip install pdfplumber).
Needs qpdf. Standard library only.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
# forms of every producer that go on for pages; encrypted and turned copies add nothing
PARTS = ("full-aobagahara-sesshu.calc", "full-shiomigahama-juki.calc", "focused-minatono-kaigo.calc", "focused-hanamidai-shogai.calc",
         "changes-amanohara.calc", "full-aobagahara-sesshu.chromium", "focused-minatono-kaigo.writer", "full-aobagahara-sesshu.cid-sjis")
PLUMBER = "import pdfplumber,sys\nwith pdfplumber.open(sys.argv[1]) as pdf:\n    for page in pdf.pages:\n        page.extract_tables()\n        page.close()"


def pages_of(path):
    return int(subprocess.run(["qpdf", "--show-npages", path], check=True, capture_output=True, text=True).stdout)


def join(target, wanted):
    parts = [str(ROOT / "fixtures" / "pdf" / f"{name}.pdf") for name in PARTS]
    once = sum(pages_of(part) for part in parts)
    files = parts * -(-wanted // once)
    subprocess.run(["qpdf", "--empty", "--pages", *files, "--", str(target)], check=True)
    return pages_of(str(target))


def measure(command, env=None):
    """-> CPU seconds, peak bytes of one process."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command[0]} failed: {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def tools(binary, python, file):
    found = {"hyokasho facts": [binary, "facts", file]}
    if shutil.which("pdftotext"):
        found["pdftotext -layout"] = ["pdftotext", "-layout", file, "-"]
        found["pdftotext -raw"] = ["pdftotext", "-raw", file, "-"]
    if subprocess.run([python, "-c", "import pdfplumber"], capture_output=True).returncode == 0:
        found["pdfplumber tables"] = [python, "-c", PLUMBER, file]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("hyokasho", help="release build of the program")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--python", default=sys.executable, help="the Python that has pdfplumber")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        file = os.path.join(work, "joined.pdf")
        pages = join(file, options.pages)
        print(f"{pages} pages, {os.path.getsize(file) / 1e6:.1f} MB, least CPU of {options.rounds} rounds")
        commands = tools(options.hyokasho, options.python, file)
        least = {}
        for turn in range(options.rounds):
            for name, command in commands.items():
                if turn and name.startswith("pdfplumber"):
                    continue  # minutes: once tells enough
                cpu, peak = measure(command)
                before = least.get(name, (cpu, peak))
                least[name] = (min(cpu, before[0]), max(peak, before[1]))
        base = least.get("pdftotext -layout", least["hyokasho facts"])[0]
        print(f"{'tool':<20}{'CPU s':>9}{'pages/s':>9}{'ratio':>8}{'peak MB':>9}")
        for name, (cpu, peak) in least.items():
            print(f"{name:<20}{cpu:>9.2f}{pages / cpu:>9.0f}{cpu / base:>8.2f}{peak / 1e6:>9.0f}")
    if "pdftotext -layout" not in least:
        print("pdftotext is not installed: ratios are to this program")


if __name__ == "__main__":
    main()
