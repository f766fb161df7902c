#!/usr/bin/env python3
"""Runs every query on the converted fixtures and compares what it prints with expected/ and docs/queries.md.

usage: queries/check.py PROGRAM [--bless]

PROGRAM is the hyokasho program. --bless writes what the queries print now. Needs duckdb, pandas and pyarrow (PyPI).
The tables are written in all three formats, and DuckDB and pandas must read the same rows from each.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import duckdb
import pandas as pd

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
EXPECTED = HERE / "expected"
PAGE = ROOT / "docs" / "queries.md"
FIXTURES = ROOT / "fixtures" / "text" / "markdown"
TABLES = ["documents", "facts", "flags", "changes", "diagnostics", "missing", "unassigned"]

INTRODUCTION = """# Queries

What one asks first of a collection of assessments, as files in `queries/`: DuckDB SQL, and one in pandas. They read
`out/tables/`, which these two commands make from the fixtures (fictional municipalities):

```sh
hyokasho convert fixtures/text/markdown -o out --include '*.txt'
hyokasho tables out
duckdb < queries/ratings.sql
```

A municipality that is not in the official list, as in the fixtures, is shown by its agency's name. This page is made by
`queries/check.py PROGRAM --bless`; the same script without `--bless` fails when a query prints anything else.
"""


def convert(program: str, folder: pathlib.Path) -> None:
    out = folder / "out"
    run([program, "convert", str(FIXTURES), "-o", str(out), "--include", "*.txt"])
    run([program, "tables", str(out)])


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


def page(queries: list[pathlib.Path], results: dict[str, str]) -> str:
    parts = [INTRODUCTION]
    for query in queries:
        language = "python" if query.suffix == ".py" else "sql"
        text = query.read_text(encoding="utf-8").rstrip("\n")
        parts.append(f"\n## {query.name}\n\n```{language}\n{text}\n```\n\n{results[query.name]}")
    return "".join(parts)


def main() -> None:
    arguments = [argument for argument in sys.argv[1:] if argument != "--bless"]
    bless = "--bless" in sys.argv[1:]
    if len(arguments) != 1:
        sys.exit(__doc__)
    program = str(pathlib.Path(arguments[0]).resolve())
    queries = sorted(HERE.glob("*.sql")) + sorted(HERE.glob("*_pandas.py"))
    with tempfile.TemporaryDirectory() as folder:
        convert(program, pathlib.Path(folder))
        os.chdir(folder)
        problems = readers_agree()
        results = {query.name: result_of(query) for query in queries}
        os.chdir(ROOT)
    wanted = {EXPECTED / f"{name}.md": text for name, text in results.items()}
    wanted[PAGE] = page(queries, results)
    for path, text in wanted.items():
        if bless:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            problems.append(f"{path.relative_to(ROOT)} is not what the query prints now:\n{text}")
    stale = sorted(set(EXPECTED.glob("*")) - set(wanted))
    problems += [f"{path.relative_to(ROOT)} belongs to no query" for path in stale]
    print("\n".join(problems) or f"{len(queries)} queries, {len(TABLES)} tables: all as expected")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
