//! Makes a report of a folder of document JSONs, without their originals:
//! `cargo run -p hyokasho-report --example folder -- OUT REPORT`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use hyokasho_catalogue::Catalogue;
use hyokasho_report::{Original, Report, ReportFile};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(target)) = (arguments.next(), arguments.next()) else {
        return Err("two folders are needed: one with document JSONs, one for the report".into());
    };
    let mut report = Report::new(Catalogue::embedded());
    for path in documents(&folder)? {
        let Ok(model) = hyokasho_model::model_from_json(&fs::read_to_string(&path)?) else {
            continue;
        };
        let name = path.strip_prefix(&folder)?.with_extension("");
        write(
            &target,
            report.add(&name.to_string_lossy(), &model, &Original::Absent),
        )?;
    }
    write(&target, report.finish())
}

fn documents(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn write(target: &Path, files: Vec<ReportFile>) -> Result<(), Box<dyn Error>> {
    for file in files {
        let path = target.join(file.path);
        fs::create_dir_all(path.parent().unwrap_or(target))?;
        fs::write(path, file.text)?;
    }
    Ok(())
}
