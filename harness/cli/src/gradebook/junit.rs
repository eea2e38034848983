//! `junit.xml`: a suite a student and exercise, a test case a check, for whatever reads `JUnit` reports.
//!
//! Source: `junit-10.xsd` of Jenkins' xUnit plugin. The writer leaves out the characters that XML forbids, and escape
//! sequences of terminals.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anyhow::Context;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use harness_core::gradebook::Graded;
use harness_core::registry::{Exercise, Registry};
use harness_core::report;
use harness_core::seeded::Published;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite, XmlString};

use super::{Cell, CheckCell, Gradebook, Grant, Row, Standing, Word};
use crate::journal::Units;

/// Writes the document.
pub(super) fn write(
    gradebook: &Gradebook,
    units: &Units,
    registry: &Registry,
    published: &Published,
    to: &mut dyn Write,
) -> anyhow::Result<()> {
    let exercises: BTreeMap<&String, (&Exercise, Vec<XmlString>)> =
        registry.exercises.iter().map(|exercise| (&exercise.id, (exercise, names(exercise)))).collect();
    let mut document = Report::new(gradebook.title.as_str());
    // Kept deflated until the counts are known, which stand in front of it; a student at a time, since all cases at once take
    // several times the memory of their text.
    let mut body = DeflateEncoder::new(Vec::new(), Compression::fast());
    for row in &gradebook.students {
        let mut part = Report::new("");
        part.add_test_suites(without_submission(row));
        for cell in row.exercises.iter().filter(|cell| is_said(row, cell)) {
            let Some((exercise, names)) = exercises.get(&cell.exercise) else { continue };
            let unit = cell.unit.as_ref().and_then(|key| units.get(key));
            let shown = unit.as_ref().map(|unit| published.part_of(&unit.graded));
            part.add_test_suite(suite(row, cell, exercise, names, shown.as_deref()));
        }
        document.tests += part.tests;
        document.failures += part.failures;
        document.errors += part.errors;
        let text = part.to_string()?;
        body.write_all(halves(&text)?.1.strip_suffix(END).context("the end of a report")?.as_bytes())?;
    }
    let text = document.to_string()?;
    let (root, end) = halves(&text)?;
    // The schema has no such attribute at the root; it stands in every suite.
    let root = root.replacen(" skipped=\"0\"", "", 1);
    to.write_all(root.as_bytes())?;
    io::copy(&mut DeflateDecoder::new(body.finish()?.as_slice()), to)?;
    Ok(to.write_all(end.as_bytes())?)
}

/// What a report ends with.
const END: &str = "</testsuites>\n";

/// The text of a report up to its root's tag, and the rest of it.
fn halves(text: &str) -> anyhow::Result<(&str, &str)> {
    let root = text.find("<testsuites").context("the root of a report")?;
    let end = root + text[root..].find(">\n").context("the end of its tag")?;
    Ok(text.split_at(end + ">\n".len()))
}

/// What was not handed in is no failed test; but an override of it is told.
fn is_said(row: &Row, cell: &Cell) -> bool {
    let submitted = matches!(row.standing, Standing::Graded | Standing::Incomplete);
    submitted || cell.checks.iter().any(|check| check.overridden.is_some())
}

/// A suite of one case that says why there are no others.
fn without_submission(row: &Row) -> Option<TestSuite> {
    let status = match row.standing {
        Standing::Graded | Standing::Incomplete => return None,
        Standing::NotSubmitted => skipped("not submitted"),
        Standing::Refused => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status
                .set_type("REFUSED")
                .set_message(row.why.as_deref().map_or_else(|| "refused".to_owned(), report::escape));
            status
        }
    };
    let name = report::escape(&row.id);
    let mut suite = TestSuite::new(name.as_str());
    let mut case = TestCase::new("submission", status);
    case.set_classname(name.as_str());
    suite.add_test_case(case);
    Some(suite)
}

/// The names of the cases, made once: looking for what XML forbids takes its time.
fn names(exercise: &Exercise) -> Vec<XmlString> {
    exercise.checks.iter().map(|check| XmlString::new(format!("{} · {}", check.id, check.name()))).collect()
}

fn suite(row: &Row, cell: &Cell, exercise: &Exercise, names: &[XmlString], shown: Option<&Graded>) -> TestSuite {
    // Control characters are left out by the writer: two names that differ in them alone have to stay two.
    let name = XmlString::new(format!("{}/{}", report::escape(&row.id), cell.exercise));
    let mut suite = TestSuite::new(name.clone());
    for ((check, of), case_name) in exercise.checks.iter().zip(&cell.checks).zip(names) {
        let graded = shown.and_then(|graded| graded.check(&check.id)).filter(|_| of.verdict != Word::Passed);
        let section = graded.map(|graded| report::section(exercise, check, graded, report::Style { colour: false }));
        let mut case = TestCase::new(case_name.clone(), status(of, section));
        case.set_classname(name.clone());
        if let Some(found) = &of.overridden {
            case.set_system_out(format!("override: {}", report::escape(&found.words())));
        }
        suite.add_test_case(case);
    }
    suite
}

/// What an override decided goes before what the judge said: full points are a pass, less is not.
fn status(check: &CheckCell, section: Option<Vec<String>>) -> TestCaseStatus {
    let is_full = match check.overridden.as_ref().map(|found| found.grant) {
        Some(Grant::Excused) => return skipped("excused"),
        Some(Grant::Points(points)) => points == check.possible,
        None => check.verdict == Word::Passed,
    };
    let kind = match check.verdict {
        _ if is_full && check.verdict != Word::Given => return TestCaseStatus::success(),
        Word::Given => return skipped("given: not the student's to write"),
        Word::NotHandedIn if check.overridden.is_none() => return skipped("not handed in"),
        Word::NotGraded => NonSuccessKind::Error,
        Word::Passed | Word::Failed | Word::Blocked | Word::NotJudged | Word::NotHandedIn => NonSuccessKind::Failure,
    };
    let mut status = TestCaseStatus::non_success(kind);
    let points = check.earned.map_or_else(String::new, |earned| format!(": {earned} of {} points", check.possible));
    status.set_type(if check.codes.is_empty() { check.verdict.as_str().to_owned() } else { check.codes.join(" ") });
    status.set_message(format!("{}{points}", check.verdict.as_str()));
    status.set_description(section.unwrap_or_default().join("\n"));
    status
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(why);
    status
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use quick_xml::events::{BytesStart, Event};

    use super::*;
    use crate::gradebook::samples;

    fn document() -> String {
        let registry = samples::registry();
        let mut bytes = Vec::new();
        write(&samples::gradebook(), &samples::units(), &registry, &Published::of(&registry.exercises), &mut bytes)
            .unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn document_is_the_one_that_was_reviewed() {
        expect_test::expect_file!["samples/junit.xml"].assert_eq(&document());
    }

    #[test]
    fn counts_are_those_of_the_cases_and_names_are_unique() {
        let read = Report::deserialize_from_str(&document()).unwrap();
        let mut names = BTreeSet::new();
        let mut sums = (0, 0, 0);
        for suite in &read.test_suites {
            assert!(names.insert(suite.name.as_str().to_owned()), "{} twice", suite.name.as_str());
            let kind = |status: &TestCaseStatus, wanted| matches!(status, TestCaseStatus::NonSuccess { kind, .. } if *kind == wanted);
            assert_eq!(suite.tests, suite.test_cases.len());
            let n_skipped =
                suite.test_cases.iter().filter(|case| matches!(case.status, TestCaseStatus::Skipped { .. }));
            assert_eq!(suite.skipped, n_skipped.count());
            let failures = suite.test_cases.iter().filter(|case| kind(&case.status, NonSuccessKind::Failure)).count();
            let errors = suite.test_cases.iter().filter(|case| kind(&case.status, NonSuccessKind::Error)).count();
            assert_eq!((suite.failures, suite.errors), (failures, errors));
            let cases: BTreeSet<&str> = suite.test_cases.iter().map(|case| case.name.as_str()).collect();
            assert_eq!(cases.len(), suite.tests, "names of cases in {}", suite.name.as_str());
            sums = (sums.0 + suite.tests, sums.1 + failures, sums.2 + errors);
        }
        assert_eq!((read.tests, read.failures, read.errors), sums);
    }

    /// What the schema lets stand in an element: attributes, then elements.
    const RULES: [(&str, &[&str], &[&str]); 6] = [
        ("testsuites", &["name", "tests", "failures", "errors"], &["testsuite"]),
        ("testsuite", &["name", "tests", "failures", "errors", "skipped"], &["testcase"]),
        ("testcase", &["name", "classname"], &["skipped", "error", "failure", "system-out"]),
        ("skipped", &["message"], &[]),
        ("failure", &["type", "message"], &[]),
        ("error", &["type", "message"], &[]),
    ];

    #[test]
    fn every_element_has_what_the_schema_lets_stand_in_it() {
        let document = document();
        let mut reader = quick_xml::Reader::from_str(&document);
        let mut open: Vec<String> = Vec::new();
        let mut n_cases = 0;
        loop {
            let event = reader.read_event().unwrap();
            if event == Event::Eof {
                break;
            } else if matches!(event, Event::End(_)) {
                open.pop().expect("an open element");
            } else if let Event::Start(element) | Event::Empty(element) = &event {
                let name = String::from_utf8(element.name().as_ref().to_vec()).unwrap();
                n_cases += usize::from(name == "testcase");
                may_stand(&name, open.last(), element);
                open.extend(Some(name).filter(|_| matches!(event, Event::Start(_))));
            }
        }
        assert!(open.is_empty() && n_cases > 20, "{n_cases} cases");
    }

    #[track_caller]
    fn may_stand(name: &str, outer: Option<&String>, element: &BytesStart) {
        let rule = |name: &str| RULES.iter().find(|rule| rule.0 == name);
        if let Some(outer) = outer {
            assert!(rule(outer).is_some_and(|rule| rule.2.contains(&name)), "{name} in {outer}");
        }
        for attribute in element.attributes().map(Result::unwrap) {
            let key = std::str::from_utf8(attribute.key.as_ref()).unwrap();
            assert!(rule(name).is_some_and(|rule| rule.1.contains(&key)), "{key} at {name}");
        }
    }

    #[test]
    fn characters_that_xml_forbids_are_not_in_it() {
        let document = document();
        assert!(document.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
        assert!(document.contains("Ex]]&gt;"), "{document}");
    }

    #[test]
    fn values_of_data_that_is_not_published_are_not_in_it() {
        let document = document();
        assert!(!document.contains("seeded 1"), "{document}");
    }
}
