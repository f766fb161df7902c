//! The three formats hold the same rows, and the same models give the same bytes.

mod collection;

use std::fs::{self, File};
use std::path::Path;

use arrow_array::cast::AsArray as _;
use arrow_array::types::Int64Type;
use arrow_array::{Array as _, RecordBatch};
use hyokasho_tables::{CellKind, Format, Table, TableOptions, TableWriters, tables};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value as Json;

/// Documents of the collection: the number that the project promises.
const DOCUMENTS: usize = 1_000;

fn write(folder: &Path, documents: usize, options: TableOptions) {
    let mut writers =
        TableWriters::create(folder, Format::ALL, options).expect("the folder is ours");
    for n in 0..documents {
        writers
            .write(&format!("folder/{n}.txt"), &collection::model(n))
            .expect("a row");
    }
    let files = writers.finish().expect("whole files");
    assert_eq!(files.len(), tables().len() * Format::ALL.len());
}

/// Rows of a table as JSON values, null or text or number.
type Rows = Vec<Vec<Json>>;

fn from_ndjson(folder: &Path, table: &Table) -> Rows {
    let text = fs::read_to_string(folder.join(format!("{}.ndjson", table.name))).expect("UTF-8");
    let row = |line: &str| -> Vec<Json> {
        let row: serde_json::Map<String, Json> = serde_json::from_str(line).expect("JSON");
        let names: Vec<&String> = row.keys().collect();
        assert_eq!(
            names,
            table
                .columns
                .iter()
                .map(|column| column.name)
                .collect::<Vec<_>>()
        );
        row.into_iter().map(|(_, value)| value).collect()
    };
    text.lines().map(row).collect()
}

fn from_csv(folder: &Path, table: &Table) -> Rows {
    let bytes = fs::read(folder.join(format!("{}.csv", table.name))).expect("a file");
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    assert_eq!(
        reader.headers().expect("a header"),
        table
            .columns
            .iter()
            .map(|column| column.name)
            .collect::<Vec<_>>()
    );
    let cell = |(text, column): (&str, &hyokasho_tables::Column)| match column.kind {
        _ if text.is_empty() => Json::Null,
        CellKind::Text => Json::from(text),
        CellKind::Integer => Json::from(text.parse::<i64>().expect("a number")),
    };
    reader
        .records()
        .map(|record| {
            record
                .expect("a record")
                .iter()
                .zip(&table.columns)
                .map(cell)
                .collect()
        })
        .collect()
}

fn from_parquet(folder: &Path, table: &Table) -> Rows {
    let file = File::open(folder.join(format!("{}.parquet", table.name))).expect("a file");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let fields: Vec<_> = reader
        .schema()
        .fields()
        .iter()
        .map(|field| (field.name().clone(), field.is_nullable()))
        .collect();
    let columns: Vec<_> = table
        .columns
        .iter()
        .map(|column| (column.name.to_owned(), column.is_nullable))
        .collect();
    assert_eq!(fields, columns);
    let batches = reader.build().expect("a reader");
    batches
        .flat_map(|batch| rows_of(&batch.expect("a batch"), table))
        .collect()
}

fn rows_of(batch: &RecordBatch, table: &Table) -> Rows {
    let cell = |at: usize, row: usize| {
        let column = batch.column(at);
        match table.columns[at].kind {
            _ if column.is_null(row) => Json::Null,
            CellKind::Text => Json::from(column.as_string::<i32>().value(row)),
            CellKind::Integer => Json::from(column.as_primitive::<Int64Type>().value(row)),
        }
    };
    (0..batch.num_rows())
        .map(|row| (0..table.columns.len()).map(|at| cell(at, row)).collect())
        .collect()
}

#[test]
fn the_formats_agree_row_by_row() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), DOCUMENTS, TableOptions::default());
    for table in tables() {
        let ndjson = from_ndjson(folder.path(), table);
        assert!(ndjson.len() >= DOCUMENTS, "{}", table.name);
        for (at, row) in ndjson.iter().enumerate() {
            for (column, value) in table.columns.iter().zip(row) {
                assert!(
                    column.is_nullable || !value.is_null(),
                    "{}.{} in row {at}",
                    table.name,
                    column.name
                );
            }
        }
        assert!(
            ndjson == from_csv(folder.path(), table),
            "{}: CSV differs from NDJSON",
            table.name
        );
        assert!(
            ndjson == from_parquet(folder.path(), table),
            "{}: Parquet differs from NDJSON",
            table.name
        );
    }
}

#[test]
fn every_column_is_filled_somewhere() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), 20, TableOptions::default());
    // Pages of a document, its revision's date and the like stand in other documents than these.
    let elsewhere = [
        "pages",
        "form_revision_date",
        "ward",
        "number",
        "commission_approval_date",
        "business_name",
        "key_candidates",
        "before",
        "timing",
        "explanation",
    ];
    for table in tables() {
        let rows = from_ndjson(folder.path(), table);
        for (at, column) in table
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| !elsewhere.contains(&column.name))
        {
            assert!(
                rows.iter().any(|row| !row[at].is_null()),
                "{}.{}",
                table.name,
                column.name
            );
        }
    }
}

#[test]
fn the_same_models_give_the_same_bytes() {
    let (one, other) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    write(one.path(), 40, TableOptions::default());
    write(other.path(), 40, TableOptions::default());
    for entry in fs::read_dir(one.path()).expect("files") {
        let name = entry.expect("a file").file_name();
        assert!(
            fs::read(one.path().join(&name)).ok() == fs::read(other.path().join(&name)).ok(),
            "{}",
            name.display()
        );
    }
}

#[test]
fn excel_gets_a_mark_and_no_formula() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), 20, TableOptions { excel: true });
    let csv = fs::read_to_string(folder.path().join("documents.csv")).expect("UTF-8");
    assert!(csv.starts_with("\u{feff}doc,file,"));
    assert!(csv.contains(",'=1+1,") && csv.contains(",'-,") && csv.contains("'\ttab"));
    let ndjson = fs::read_to_string(folder.path().join("documents.ndjson")).expect("UTF-8");
    assert!(ndjson.contains("\"=1+1\""));
}

#[test]
fn csv_is_as_the_rfc_has_it() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), 20, TableOptions::default());
    let csv = fs::read_to_string(folder.path().join("documents.csv")).expect("UTF-8");
    assert!(csv.starts_with("doc,file,") && csv.ends_with("\r\n"));
    assert!(
        csv.contains("\"say \"\"so\"\"\"")
            && csv.contains("\"line\nbreak\"")
            && csv.contains("\"a,b;c\"")
    );
}

#[test]
fn what_is_not_finished_leaves_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writers = TableWriters::create(folder.path(), Format::ALL, TableOptions::default())
        .expect("the folder is ours");
    writers.write("a", &collection::model(1)).expect("a row");
    drop(writers);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn no_documents_are_empty_tables() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), 0, TableOptions::default());
    for table in tables() {
        assert!(
            from_csv(folder.path(), table).is_empty()
                && from_parquet(folder.path(), table).is_empty()
        );
    }
}
