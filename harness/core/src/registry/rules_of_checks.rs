//! The rules that one check must keep.

use std::collections::BTreeSet;

use super::rules_of_fixtures;
use super::source::Checked;
use super::source::Source;
use crate::finding::Code;
use crate::spec::BudgetSpec;
use crate::spec::CascadeSpec;
use crate::spec::CheckSpec;
use crate::spec::ContractSpec;
use crate::spec::DomainAspect;
use crate::spec::DomainSpec;
use crate::spec::Exercise;
use crate::spec::Fixture;
use crate::spec::RowsSpec;
use crate::spec::SchemaChoice;
use crate::spec::Spec;
use crate::spec::SuiteSpec;

/// The fewest sizes from which a law of growth is read.
const LEAST_SIZES: usize = 3;
/// Hints a check: a question, a pointer, nearly the code.
const HINTS: usize = 3;
/// The steps of the contract.
const STEPS: std::ops::RangeInclusive<u8> = 1..=5;
/// The calls that the harness makes itself.
const OWN_CALLS: [&str; 4] = ["@entities", "@join", "@delete", "@domain"];
/// The one that tries a domain of the student's own.
const DOMAIN_CALL: &str = OWN_CALLS[3];

/// Where these rules look.
pub(super) struct Rules<'a> {
    pub(super) source: Source<'a>,
    pub(super) spec: &'a Spec,
    pub(super) exercise: &'a Exercise,
    pub(super) fixture: &'a Fixture,
}

impl Rules<'_> {
    /// All rules on one check.
    pub(super) fn check(&self, node: &str, check: &CheckSpec) -> Checked {
        let source = self.source;
        let sections = self.spec.sections.iter().map(|section| section.id.as_str());
        source.known(&format!("{node}.section"), "section", &check.section, sections)?;
        let is_step = check.step.is_none_or(|step| STEPS.contains(&step));
        source.expect(is_step, &format!("{node}.step"), "expected a step of the contract, 1 to 5")?;
        self.one_claim(node, check)?;
        if check.given.is_some() {
            return source.expect(check.points == 0, &format!("{node}.points"), "a given step carries no points");
        }
        source.expect(check.points > 0, node, "expected `points`, at least 1")?;
        self.call(node, check)?;
        source.expect(!check.files.is_empty(), node, "expected `files`: those under src/ that answer the check")?;
        let message = format!("{} hints, expected {HINTS}: a question, a pointer, nearly the code", check.hints.len());
        source.expect(check.hints.len() == HINTS, &format!("{node}.hints"), message)?;
        self.claim(node, check)
    }

    fn one_claim(&self, node: &str, check: &CheckSpec) -> Checked {
        let claims = [
            check.given.is_some(),
            check.rows.is_some(),
            check.budget.is_some(),
            check.contract.is_some(),
            check.cascade.is_some(),
            check.answer.is_some(),
            check.suite.is_some(),
            check.domain.is_some(),
        ];
        let n = claims.iter().filter(|claim| **claim).count();
        let message = format!(
            "{n} claims, expected one of `given`, `rows`, `budget`, `contract`, `cascade`, `answer`, `suite`, `domain`"
        );
        self.source.expect(n == 1, node, message)
    }

    /// There is a call, and all checks that observe it run it on the same tables.
    fn call(&self, node: &str, check: &CheckSpec) -> Checked {
        let source = self.source;
        let Some(call) = &check.call else {
            return Err(source.error(node, "expected `call`: the name that tests/checkpoint.rs gives it"));
        };
        if call.starts_with('@') {
            source.known(&format!("{node}.call"), "call of the harness's own", call, OWN_CALLS)?;
        }
        let is_for_contract = check.contract.is_none() || call == OWN_CALLS[0];
        source.expect(
            is_for_contract,
            &format!("{node}.call"),
            format!("a contract is read from `{}`", OWN_CALLS[0]),
        )?;
        let first = self.exercise.checks.iter().find(|other| other.call == check.call);
        let Some(other) = first.filter(|other| other.schema != check.schema) else { return Ok(()) };
        let message = format!("`{}` observes the same call on other tables: say the same `schema`", other.id);
        Err(source.error(&format!("{node}.schema"), message))
    }

    fn claim(&self, node: &str, check: &CheckSpec) -> Checked {
        if let Some(rows) = &check.rows {
            self.rows(&format!("{node}.rows"), rows)?;
        }
        if let Some(budget) = &check.budget {
            self.budget(&format!("{node}.budget"), check, budget)?;
        }
        if let Some(contract) = &check.contract {
            self.contract(&format!("{node}.contract"), contract)?;
        }
        if let Some(cascade) = &check.cascade {
            self.cascade(&format!("{node}.cascade"), cascade)?;
        }
        if let Some(domain) = &check.domain {
            self.domain(node, check, domain)?;
        }
        if let Some(suite) = &check.suite {
            self.suite(&format!("{node}.suite"), suite)?;
        }
        let is_asked = check.answer.as_ref().is_none_or(|answer| !answer.cases.is_empty());
        self.source.expect(is_asked, &format!("{node}.answer.cases"), "no question, expected at least one")
    }

    /// Each case is on a data set of the fixture, and each data set has a case.
    fn cases<'a>(&self, node: &str, cases: &(impl Iterator<Item = &'a str> + Clone)) -> Checked {
        let data = self.fixture.data.iter().map(|data| data.id.as_str());
        for (n, case) in cases.clone().enumerate() {
            self.source.known(&format!("{node}[{n}].data"), "data set", case, data.clone())?;
        }
        match data.clone().find(|data| !cases.clone().any(|case| case == *data)) {
            Some(missing) => Err(self.source.error(node, format!("no case on the data set `{missing}`"))),
            None => Ok(()),
        }
    }

    fn rows(&self, node: &str, rows: &RowsSpec) -> Checked {
        self.cases(&format!("{node}.cases"), &rows.cases.iter().map(|case| case.data.as_str()))?;
        for (n, key) in rows.key.iter().enumerate() {
            let columns = rows.columns.iter().map(String::as_str);
            self.source.known(&format!("{node}.key[{n}]"), "column", key, columns)?;
        }
        for (c, case) in rows.cases.iter().enumerate() {
            for (r, row) in case.rows.iter().enumerate() {
                self.source.width(&format!("{node}.cases[{c}].rows[{r}]"), row.len(), rows.columns.len())?;
            }
        }
        let Some(table) = &rows.all_of else { return Ok(()) };
        self.source.known(&format!("{node}.all_of"), "table", table, rules_of_fixtures::tables(self.fixture))
    }

    fn budget(&self, node: &str, check: &CheckSpec, budget: &BudgetSpec) -> Checked {
        let source = self.source;
        let with_rows = self.exercise.checks.iter().filter(|other| other.rows.is_some());
        let ids = with_rows.clone().map(|other| other.id.as_str());
        source.known(&format!("{node}.after"), "check with `rows`", &budget.after, ids)?;
        let same = with_rows.clone().any(|other| other.id == budget.after && other.call == check.call);
        source.expect(same, &format!("{node}.after"), format!("`{}` does not observe the same call", budget.after))?;
        self.how_many(node, budget)?;
        self.beside(node, check, budget)?;
        let Some(growth) = &budget.growth else { return Ok(()) };
        let node = format!("{node}.growth");
        let axes = self.fixture.scaled.iter().flat_map(|table| &table.rows).map(String::as_str);
        source.known(&format!("{node}.project"), "axis", &growth.project, axes.clone())?;
        for (n, axis) in growth.returns.iter().enumerate() {
            source.known(&format!("{node}.returns[{n}]"), "axis", axis, axes.clone())?;
        }
        for (n, size) in growth.sizes.iter().enumerate() {
            for axis in size.keys() {
                source.known(&format!("{node}.sizes[{n}].{axis}"), "axis", axis, axes.clone())?;
            }
        }
        let different: BTreeSet<_> = growth.sizes.iter().collect();
        let message = format!("{} different sizes, expected at least {LEAST_SIZES}", different.len());
        source.expect(different.len() >= LEAST_SIZES, &format!("{node}.sizes"), message)
    }

    /// A budget, or a law on tables that are there.
    fn how_many(&self, node: &str, budget: &BudgetSpec) -> Checked {
        let message = "expected one of `max_statements`, at least 1, and `law`";
        self.source.expect((budget.max_statements > 0) != budget.law.is_some(), node, message)?;
        let Some(law) = &budget.law else { return Ok(()) };
        for table in law.each.keys() {
            let tables = rules_of_fixtures::tables(self.fixture);
            self.source.known(&format!("{node}.law.each.{table}"), "table", table, tables)?;
        }
        let message = "with a `law` it is not judged what is fetched: leave `fetch_only_what_returns` out";
        self.source.expect(!budget.fetch_only_what_returns, node, message)
    }

    /// What stands side by side are two calls whose statements are counted on growing data.
    fn beside(&self, node: &str, check: &CheckSpec, budget: &BudgetSpec) -> Checked {
        let Some(beside) = &budget.beside else { return Ok(()) };
        let grows = |check: &CheckSpec| check.budget.as_ref().is_some_and(|budget| budget.growth.is_some());
        let others = self.exercise.checks.iter().filter(|other| grows(other) && other.call != check.call);
        let ids = others.map(|other| other.id.as_str());
        self.source.known(&format!("{node}.beside"), "check of another call with `growth`", beside, ids)?;
        self.source.expect(grows(check), node, "`beside` compares how counts grow: expected `growth`")
    }

    fn rules(&self, node: &str, rules: &[String]) -> Checked {
        for (n, rule) in rules.iter().enumerate() {
            let codes = Code::RULES.iter().map(|code| code.name());
            self.source.known(&format!("{node}[{n}]"), "rule", rule, codes)?;
        }
        self.source.expect(!rules.is_empty(), node, "no rule, expected at least one")
    }

    /// It is read from the harness's own call, and there is a check on what is declared.
    fn domain(&self, node: &str, check: &CheckSpec, domain: &DomainSpec) -> Checked {
        let message = format!("a domain is read from `{DOMAIN_CALL}`, on the student's own tables: `schema: own`");
        let is_own = check.call.as_deref() == Some(DOMAIN_CALL) && check.schema == SchemaChoice::Own;
        self.source.expect(is_own, &format!("{node}.call"), message)?;
        let asked = self.exercise.checks.iter().filter_map(|other| other.domain.as_ref());
        let is_declared = asked.into_iter().any(|other| other.asks == DomainAspect::Declared);
        self.source.expect(is_declared, &format!("{node}.domain"), "no check of the exercise asks for `declared`")?;
        if domain.asks != DomainAspect::Contract {
            return Ok(());
        }
        self.rules(&format!("{node}.domain.rules"), &domain.rules)
    }

    fn contract(&self, node: &str, contract: &ContractSpec) -> Checked {
        self.rules(&format!("{node}.rules"), &contract.rules)?;
        let known: Vec<String> =
            self.exercise.relations.iter().map(|relation| format!("{}.{}", relation.child, relation.key)).collect();
        for (n, relation) in contract.relations.iter().enumerate() {
            let known = known.iter().map(String::as_str);
            self.source.known(&format!("{node}.relations[{n}]"), "relation", relation, known)?;
        }
        self.source.expect(!known.is_empty(), node, "the exercise has no `relations`: no rule could be broken")
    }

    fn cascade(&self, node: &str, cascade: &CascadeSpec) -> Checked {
        self.cases(&format!("{node}.cases"), &cascade.cases.iter().map(|case| case.data.as_str()))?;
        for (n, case) in cascade.cases.iter().enumerate() {
            for table in case.deleted.keys() {
                let node = format!("{node}.cases[{n}].deleted.{table}");
                self.source.known(&node, "table", table, rules_of_fixtures::tables(self.fixture))?;
            }
            for table in case.updated.keys() {
                let node = format!("{node}.cases[{n}].updated.{table}");
                self.source.known(&node, "table", table, rules_of_fixtures::tables(self.fixture))?;
            }
        }
        Ok(())
    }

    fn suite(&self, node: &str, suite: &SuiteSpec) -> Checked {
        let message = "no correct implementation, expected at least one";
        self.source.expect(!suite.correct.is_empty(), &format!("{node}.correct"), message)?;
        let mut seen: BTreeSet<&str> = suite.correct.iter().map(String::as_str).collect();
        for (list, broken) in [("broken", &suite.broken), ("further", &suite.further)] {
            for (n, broken) in broken.iter().enumerate() {
                let node = format!("{node}.{list}[{n}]");
                let message = format!("the id `{}` is taken already", broken.id);
                self.source.expect(seen.insert(&broken.id), &format!("{node}.id"), message)?;
                let message = "expected a step of the contract, 1 to 5";
                self.source.expect(STEPS.contains(&broken.step), &format!("{node}.step"), message)?;
            }
        }
        Ok(())
    }
}
