#!/usr/bin/env python3
"""Runs every query on the converted fixtures and compares what it prints with what the pages show.

usage: queries/check.py PROGRAM [--bless]

PROGRAM is the hyokasho program. The pages are expected/, docs/queries.md, and the blocks of README.md and README.ja.md
between `<!-- query NAME -->` and `<!-- /query -->`; --bless writes into them what the queries print now. The tables are
written in all three formats, and DuckDB and pandas must read the same rows from each. Needs requirements.txt (PyPI).
"""

import difflib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import duckdb
import pandas as pd

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
EXPECTED = HERE / "expected"
PAGE = ROOT / "docs" / "queries.md"
READMES = [ROOT / "README.md", ROOT / "README.ja.md"]
BLOCK = re.compile(r"<!-- query (\S+) -->\n.*?<!-- /query -->\n", re.DOTALL)
FIXTURES = ROOT / "fixtures" / "text" / "markdown"
TABLES = ["documents", "facts", "flags", "changes", "diagnostics", "missing", "unassigned"]

CONVERT = ["convert", "fixtures/text/markdown", "-o", "out", "--include", "*.txt", "--tables", "parquet,csv,ndjson"]

INTRODUCTION = f"""# Queries

What one asks first of a collection of assessments, as files in `queries/`: DuckDB SQL, and one in pandas. They read
`out/tables/`, which this makes of the fixtures (fictional municipalities):

```sh
hyokasho {" ".join(CONVERT).replace("*.txt", "'*.txt'")}
duckdb < queries/ratings.sql
```

They need DuckDB 1.3 or newer, and pandas with pyarrow (`queries/requirements.txt` has the versions that they are run with).

Every row leads back: `doc` names the document, `key` its item, `place` the page (`p.`) or line (`l.`). A municipality
that is not in the official list, as in the fixtures, is shown by its agency's name. Columns: [the tables](tables.md).
This page is made by `queries/check.py PROGRAM --bless`; without `--bless` the script fails when a query prints anything
else.
"""


def convert(program: str, folder: pathlib.Path) -> None:
    out = str(folder / "out")
    run([program, *(out if argument == "out" else argument for argument in CONVERT)])


def run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended {done.returncode}\n{done.stdout}{done.stderr}")


def table(names: list[str], rows: list[tuple]) -> str:
    cells = [["" if cell is None else str(cell).replace("|", "\\|") for cell in row] for row in rows]
    lines = [names, ["---"] * len(names), *cells]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def result_of(query: pathlib.Path) -> str:
    if query.suffix == ".py":
        done = subprocess.run([sys.executable, str(query)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{query.name} ended {done.returncode}\n{done.stderr}")
        return "```\n" + done.stdout + "```\n"
    connection = duckdb.connect()
    cursor = connection.execute(query.read_text(encoding="utf-8"))
    return table([column[0] for column in cursor.description], cursor.fetchall())


def readers_agree() -> list[str]:
    """The three formats as DuckDB and pandas read them."""
    problems = []
    for name in TABLES:
        path = f"out/tables/{name}"
        parquet = pd.read_parquet(f"{path}.parquet")
        texts = {column: "string" for column in parquet.columns if not pd.api.types.is_numeric_dtype(parquet[column])}
        plain = lambda frame: frame.astype(object).where(frame.notna(), None).values.tolist()  # noqa: E731
        csv = pd.read_csv(f"{path}.csv", dtype=texts, keep_default_na=False, na_values=[""])
        ndjson = pd.DataFrame([json.loads(line) for line in open(f"{path}.ndjson", encoding="utf-8")], columns=parquet.columns)
        for kind, frame in (("csv", csv), ("ndjson", ndjson)):
            if list(frame.columns) != list(parquet.columns) or plain(frame) != plain(parquet):
                problems.append(f"pandas reads {name}.{kind} otherwise than {name}.parquet")
        types = "{" + ", ".join(
            f"'{column}': '{'VARCHAR' if column in texts else 'BIGINT'}'" for column in parquet.columns
        ) + "}"
        sources = {
            "parquet": f"'{path}.parquet'",
            "csv": f"read_csv('{path}.csv', header = true, columns = {types}, quote = '\"', escape = '\"', max_line_size = 100000000)",
            "ndjson": f"read_json('{path}.ndjson', format = 'newline_delimited', columns = {types}, maximum_object_size = 100000000)",
        }
        rows = {kind: duckdb.sql(f"SELECT * FROM {source}").fetchall() for kind, source in sources.items()}
        for kind in ("csv", "ndjson"):
            if rows[kind] != rows["parquet"]:
                problems.append(f"DuckDB reads {name}.{kind} otherwise than {name}.parquet")
    return problems


def shown(query: pathlib.Path, result: str) -> str:
    """A query with what it prints."""
    language = "python" if query.suffix == ".py" else "sql"
    text = query.read_text(encoding="utf-8").rstrip("\n")
    return f"```{language}\n{text}\n```\n\n{result}"


def page(queries: list[pathlib.Path], results: dict[str, str]) -> str:
    return INTRODUCTION + "".join(f"\n## {query.name}\n\n{shown(query, results[query.name])}" for query in queries)


def readme(path: pathlib.Path, results: dict[str, str]) -> tuple[str, list[str]]:
    """The page with its blocks as the queries print them now, and what is wrong with it."""
    text = path.read_text(encoding="utf-8")
    named = BLOCK.findall(text)
    problems = [f"{path.name} shows {name}, and there is no such query" for name in named if name not in results]
    if len(named) < 2:
        problems.append(f"{path.name} shows {len(named)} queries, and should show two at least")
    if re.search(r"^```(sql|python)$", BLOCK.sub("", text), re.MULTILINE):
        problems.append(f"{path.name} shows a query outside of the blocks that are run")

    def block(found: re.Match) -> str:
        name = found[1]
        if name not in results:
            return found[0]
        return f"<!-- query {name} -->\n{shown(HERE / name, results[name])}<!-- /query -->\n"

    return BLOCK.sub(block, text), problems


def difference(path: pathlib.Path, text: str) -> str:
    """The lines that differ."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = difflib.unified_diff(before.splitlines(), text.splitlines(), "shown", "printed", lineterm="", n=0)
    return "\n".join(lines)


def main() -> None:
    arguments = [argument for argument in sys.argv[1:] if argument != "--bless"]
    bless = "--bless" in sys.argv[1:]
    if len(arguments) != 1:
        sys.exit(__doc__)
    program = str(pathlib.Path(arguments[0]).resolve())
    queries = sorted(HERE.glob("*.sql")) + sorted(HERE.glob("*_pandas.py"))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(ROOT)
        convert(program, pathlib.Path(folder))
        os.chdir(folder)
        problems = readers_agree()
        results = {query.name: result_of(query) for query in queries}
        os.chdir(ROOT)
    wanted = {EXPECTED / f"{name}.md": text for name, text in results.items()}
    wanted[PAGE] = page(queries, results)
    for path in READMES:
        wanted[path], wrong = readme(path, results)
        problems += wrong
    for path, text in wanted.items():
        if bless:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            problems.append(f"{path.relative_to(ROOT)} is not what the queries print now:\n{difference(path, text)}")
    stale = sorted(set(EXPECTED.glob("*")) - set(wanted))
    problems += [f"{path.relative_to(ROOT)} belongs to no query" for path in stale]
    print("\n".join(problems) or f"{len(queries)} queries, {len(TABLES)} tables: all as expected")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
