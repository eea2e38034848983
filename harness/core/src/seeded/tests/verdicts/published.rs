//! What a student may read, and what is there for who has to defend a verdict.

use super::*;
use crate::finding::Detail;
use crate::verdict::Stop;

#[test]
fn who_defends_a_verdict_sees_the_values_and_no_more_of_them_than_a_few() {
    let payments = payments();
    let answered = answered_by(&payments, right);
    let whole = whole_of(&payments, &answered, |data, person, run| {
        right(data, person, run);
        run.returned.as_mut().expect("rows").rows.truncate(1);
    });
    let Verdict::Failed { findings, .. } = &whole.checks[0].verdict else { panic!("it failed") };
    let Detail::Rows(diff) = &findings[0].detail else { panic!("rows are compared") };
    let rows: Vec<&Row> = diff.missing().collect();
    assert!(!rows.is_empty() && rows.len() <= 20, "{rows:?}");
    assert!(answered.data.iter().flat_map(|data| &data.tables).any(|table| table.rows.contains(rows[0])));
    assert!(findings[0].case.starts_with("seeded data (small)(person: "), "{}", findings[0].case);
}

#[test]
fn evidence_on_large_data_is_cut_and_says_so() {
    let payments = payments();
    let answered = answered_by(&payments, |data, _, run| {
        let payments = table(data, "payments");
        right(data, &payments.rows[0][1], run);
        run.returned = Some(Rows { columns: payments.columns.clone(), rows: payments.rows.clone() });
    });
    let on = |answer: fn(&DataSet, &Cell, &mut Run)| whole_of(&payments, &answered, answer);
    let whole = on(|data, person, run| {
        right(data, person, run);
        if data.id == Size::Small.data() {
            run.returned.as_mut().expect("rows").rows.clone_from(&table(data, "payments").rows);
        } else {
            run.returned.as_mut().expect("rows").rows.clear();
        }
    });
    let Verdict::Failed { findings, .. } = &whole.checks[0].verdict else { panic!("it failed") };
    let Detail::Rows(diff) = &findings[0].detail else { panic!("rows are compared") };
    assert_eq!(diff.missing().count(), 20);
    let help = findings[0].help.as_deref().unwrap_or_default();
    assert!(help.starts_with("only the first 20 of ") && help.ends_with(" are kept here"), "{help}");
    let shown = Published::of(std::slice::from_ref(&payments)).part_of(&whole).into_owned();
    assert!(!format!("{shown:?}").contains("are kept here"));
}

#[test]
fn what_was_printed_on_seeded_data_is_in_nothing_that_was_graded() {
    let payments = payments();
    let answered = answered_by(&payments, right);
    let whole = whole_of(&payments, &answered, |data, person, run| {
        right(data, person, run);
        run.output = format!("{:?}", data.tables);
    });
    assert!(whole.checks.iter().all(|check| check.output.as_deref() == Some("published")), "{whole:?}");
}

#[test]
fn findings_on_cases_that_are_not_published_lose_their_values() {
    let exercise = payments();
    let values = |case: &str| {
        let finding = Finding {
            code: Code::ReturnedError,
            case: case.to_owned(),
            message: "the call returned an error: row 4711".to_owned(),
            site: Some("src/a.rs:1".to_owned()),
            help: Some("the rows of seeded data (large)(person: 4711) are not right either".to_owned()),
            detail: Detail::None,
        };
        let stop = Stop { case: case.to_owned(), end: End::Failed { message: "row 4711".to_owned() } };
        let verdicts = [Verdict::Failed { earned: 0, findings: vec![finding] }, Verdict::NotJudged(stop)];
        let checks = exercise.checks.iter().zip(verdicts).map(|(check, verdict)| check_with(check, verdict)).collect();
        let graded = Graded { exercise: exercise.id.clone(), checks };
        format!("{:?}", Published::of(std::slice::from_ref(&exercise)).part_of(&graded))
    };
    assert_eq!(values("trip(person: 11)").matches("4711").count(), 3);
    for (case, data) in [
        ("seeded data (small)(person: 4711)", "seeded data (small)"),
        ("seeded 2(person: 4711)", "not published"),
        ("trip(person: 4711)", "not published"),
    ] {
        let said = values(case);
        assert!(!said.contains("4711") && said.matches(data).count() == 2 && said.contains("src/a.rs:1"), "{said}");
    }
}
