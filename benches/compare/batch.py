#!/usr/bin/env python3
"""What a batch costs: `hyokasho convert` over many documents with one job, with two, and once more unchanged.

batch.py HYOKASHO [-n 1000] [--out DIR] [--seed 11] [--jobs 1,2] [--tiny 5000]

Makes the documents in DIR (fixtures/generate/multiply.py: text copies, one document in ten a PDF; kept for the
next time), converts them into DIR/out-JOBS, compares all outputs byte by byte, converts again with nothing
changed, then with 20 hostile documents among them, and prints a table: wall and CPU seconds of parent and
workers, peak resident memory of the parent and of the largest worker, bytes written. `--tiny` adds a run over
so many documents of a few lines, for the parent's memory. CPU seconds are what to compare on a machine that does
other things too. Standard library only; Linux (the workers' memory is read from /proc).
"""
import argparse
import filecmp
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOSTILE = 20
STATE = (".hyokasho", "run.json")


def make_documents(folder, count, seed):
    if folder.exists():
        return
    pdfs = count // 10
    command = [sys.executable, str(ROOT / "fixtures/generate/multiply.py"), str(folder), "-n", str(count - pdfs), "--seed", str(seed), "--damaged", "0.3", "--pdf", str(pdfs), "--no-facts"]
    subprocess.run(command, check=True)


def make_tiny(folder, count):
    """The head of a form with a name of its own: enough to be recognised."""
    if folder.exists():
        return
    head = (ROOT / "fixtures/text/markdown/basic-hoshimi-kenko.txt").read_text(encoding="utf-8")[:1500]
    for number in range(count):
        path = folder / f"{number % 47:02}" / f"{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{head}\n{number}\n", encoding="utf-8")


def pdf_of(content, entries=b"<</Filter/FlateDecode>>", page=b""):
    """One page with this content stream."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]>>", b"<</Type/Page/Parent 2 0 R/Contents 4 0 R" + page + b">>",
               b"<</Length %d" % len(content) + entries[2:] + b"\nstream\n" + content + b"\nendstream"]
    raw, table = b"%PDF-1.7\n", b""
    for number, one in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(raw)
        raw += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    return raw + b"xref\n0 5\n0000000000 65535 f \n" + table + b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(raw)


def bomb(size, layers=1):
    """A content stream of `size` bytes of blanks, deflated once or several times over."""
    packer, piece, packed = zlib.compressobj(9), b" " * (1 << 20), []
    for _ in range(size >> 20):
        packed.append(packer.compress(piece))
    data = b"".join([*packed, packer.flush()])
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    return pdf_of(data, b"<</Filter[" + b"/FlateDecode " * layers + b"]>>")


def hostile():
    """Name and bytes of documents that are out to take the program down."""
    form = (ROOT / "fixtures/text/markdown/basic-hoshimi-kenko.txt").read_bytes()
    loop = pdf_of(b"/X Do", b"<<>>", b"/Resources<</XObject<</X 4 0 R>>>>").replace(b"<</Length 5", b"<</Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Length 5")
    kids = pdf_of(b"").replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    return {
        "bomb-4g.pdf": bomb(4 << 30), "bomb-twice.pdf": bomb(1 << 30, 2), "bomb-thrice.pdf": bomb(256 << 20, 3), "loop-form.pdf": loop, "loop-kids.pdf": kids,
        "deep-array.pdf": pdf_of(b"[" * 1_000_000 + b"]" * 1_000_000, b"<<>>"), "deep-dictionary.pdf": pdf_of(b"", b"<</A" + b"[" * 500_000 + b"]" * 500_000 + b">>"),
        "deep-states.pdf": pdf_of(b"q " * 2_000_000, b"<<>>"), "deep-marks.pdf": pdf_of(b"/A BMC " * 500_000, b"<<>>"), "paths.pdf": pdf_of(zlib.compress(b"0 0 m 9 9 l S " * 5_000_000)),
        "deep-div.html": b"<div>" * 1_000_000 + form, "deep-table.txt": form + b"<table><tr><td>" * 300_000, "deep-list.html": b"<ul><li>" * 500_000 + form,
        "open-comments.txt": form + b"<!--" * 500_000, "open-quotes.txt": form + b"<p title=\"" * 300_000, "wide-cells.txt": form + b"<td colspan=1000>" * 300_000,
        "many-cells.txt": form + b"|\t" * 6_000_000, "one-line.txt": form.replace(b"\n", b" ") * 1500, "brackets.txt": form + "（".encode() * 2_000_000, "nothing.txt": b"",
    }


def resident(pid):
    """Peak resident bytes of a process that runs."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def children(pid):
    try:
        return [int(child) for task in os.listdir(f"/proc/{pid}/task") for child in pathlib.Path(f"/proc/{pid}/task/{task}/children").read_text().split()]
    except OSError:
        return []


def convert(binary, documents, out, jobs, *options):
    """One run -> its figures; the exit code is 0 or 1."""
    process = subprocess.Popen([binary, "convert", *map(str, documents), "-o", str(out), "--jobs", str(jobs), "--quiet", *options], stderr=subprocess.DEVNULL)
    parent, worker, over = [0], [0], threading.Event()

    def watch():
        while not over.wait(0.02):
            parent[0] = max(parent[0], resident(process.pid))
            worker[0] = max([worker[0], *map(resident, children(process.pid))])

    watcher = threading.Thread(target=watch)
    started = time.monotonic()
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    over.set()
    watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"convert ended with {process.returncode}")
    # usage counts the workers in, which the run has waited for
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "parent": parent[0], "worker": worker[0], "code": process.returncode}


def outputs(folder):
    files = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in files if path.parts[0] not in STATE]


def written(folder):
    return sum((folder / path).stat().st_size for path in outputs(folder))


def differences(one, other, files):
    """Files of `files` that are not byte-identical in both folders."""
    return [path for path in files if not (other / path).is_file() or not filecmp.cmp(one / path, other / path, shallow=False)]


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def row(name, figures, out):
    mib = 1 << 20
    print(f"{name:28} {figures['wall']:9.2f} {figures['cpu']:9.2f} {figures['parent'] / mib:10.1f} {figures['worker'] / mib:10.1f} {written(out) / mib:10.1f} {figures['code']:5}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("hyokasho", help="release build of the program")
    parser.add_argument("-n", type=int, default=1000)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("batch-comparison"))
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--jobs", default="1,2")
    parser.add_argument("--tiny", type=int, default=0)
    parser.add_argument("--no-hostile", action="store_true")
    given = parser.parse_args()
    documents = given.out / f"documents-{given.n}-{given.seed}"
    make_documents(documents, given.n, given.seed)
    print(f"{given.n} documents, {sum(path.stat().st_size for path in documents.iterdir()) / (1 << 20):.1f} MiB")
    print(f"{'run':28} {'wall s':>9} {'CPU s':>9} {'parent MiB':>10} {'worker MiB':>10} {'out MiB':>10} {'exit':>5}")
    walls, first = {}, None
    for jobs in map(int, given.jobs.split(",")):
        out = fresh(given.out / f"out-{jobs}")
        figures = convert(given.hyokasho, [documents], out, jobs)
        walls[jobs] = figures["wall"]
        row(f"{jobs} jobs", figures, out)
        again = convert(given.hyokasho, [documents], out, jobs)
        row(f"{jobs} jobs, unchanged", again, out)
        print(f"{'':28} unchanged: {100 * again['wall'] / figures['wall']:.1f} % of the wall time, {100 * again['cpu'] / figures['cpu']:.1f} % of the CPU time")
        if first is None:
            first = out
        else:
            print(f"{'':28} speed-up {walls[min(walls)] / figures['wall']:.2f}; outputs that differ from the first: {len(differences(first, out, outputs(first)))}")
    if not given.no_hostile:
        beside_hostile(given, documents, first)
    if given.tiny:
        tiny = given.out / f"tiny-{given.tiny}"
        make_tiny(tiny, given.tiny)
        out = fresh(given.out / "out-tiny")
        row(f"{given.tiny} tiny documents", convert(given.hyokasho, [tiny], out, 2), out)
        row(f"{given.tiny} tiny, unchanged", convert(given.hyokasho, [tiny], out, 2), out)


def beside_hostile(given, documents, first):
    """The same documents but for some, whose places hostile ones take."""
    mixed = fresh(given.out / "mixed")
    mixed.mkdir(parents=True)
    names = sorted(path.name for path in documents.iterdir())
    bad = hostile()
    left_out = set(names[:: max(1, len(names) // HOSTILE)][: len(bad)])
    for name in names:
        if name not in left_out:
            os.link(documents / name, mixed / name)
    for place, (name, data) in zip(sorted(left_out), bad.items()):
        (mixed / f"{place[:5]}-hostile-{name}").write_bytes(data)
    out = fresh(given.out / "out-mixed")
    # tight, so that some of them take their worker down instead of running into a reader's limit
    figures = convert(given.hyokasho, [mixed], out, 2, "--time-limit", "3", "--memory-limit", "512")
    row(f"{len(bad)} hostile among them", figures, out)
    good = [path for path in outputs(first) if path.suffix == ".json" and path.name.removesuffix(".json") not in left_out]
    causes = json.loads((out / "run.json").read_text(encoding="utf-8"))["causes"]
    print(f"{'':28} causes: {causes}")
    print(f"{'':28} {len(good)} other documents, {len(differences(first, out, good))} of them differ")


if __name__ == "__main__":
    main()
