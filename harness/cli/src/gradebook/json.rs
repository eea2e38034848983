//! `gradebook.json`: the gradebook as it is, one document, for programs.

use std::io::Write;

use super::Gradebook;

/// Writes the document, with a line end.
pub(super) fn write(gradebook: &Gradebook, to: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *to, gradebook)?;
    Ok(to.write_all(b"\n")?)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::gradebook::{samples, schema};

    fn text(gradebook: &Gradebook) -> anyhow::Result<String> {
        let mut bytes = Vec::new();
        write(gradebook, &mut bytes)?;
        Ok(String::from_utf8(bytes)?)
    }

    #[test]
    fn document_keeps_its_schema() {
        let schema = serde_json::to_value(schema()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for overrides in ["", samples::OVERRIDES] {
            let document: Value = serde_json::from_str(&text(&samples::gradebook_with(overrides)).unwrap()).unwrap();
            let wrong: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
            assert_eq!(wrong, Vec::<String>::new());
        }
    }

    #[test]
    fn schema_refuses_another_shape() {
        let validator = jsonschema::validator_for(&serde_json::to_value(schema()).unwrap()).unwrap();
        let mut document: Value = serde_json::from_str(&text(&samples::gradebook()).unwrap()).unwrap();
        document["students"][0]["total"] = "all".into();
        assert!(!validator.is_valid(&document));
        document.as_object_mut().unwrap().remove("students");
        assert!(!validator.is_valid(&document));
    }

    #[test]
    fn shape_and_schema_are_those_that_were_reviewed() {
        expect_test::expect_file!["samples/gradebook.json"].assert_eq(&text(&samples::gradebook()).unwrap());
        let schema = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
        expect_test::expect_file!["samples/gradebook.schema.json"].assert_eq(&schema);
    }
}
