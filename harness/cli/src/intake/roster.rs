//! The roster: who takes part, as a CSV file with a column `id` and optionally `name`, `group`, `email`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use harness_core::report::escape;
use unicode_normalization::UnicodeNormalization;

use super::Person;
use super::export::Who;
use crate::exit::usage;

/// Who takes part.
#[derive(Debug)]
pub(super) struct Roster {
    /// In the order of their ids.
    pub(super) people: Vec<Person>,
    /// Places in `people`, by folded id, e-mail address and name. A name that two have says nothing.
    by_id: BTreeMap<String, usize>,
    by_email: BTreeMap<String, Option<usize>>,
    by_name: BTreeMap<String, Option<usize>>,
}

/// What in a name makes no difference: case, white space around it, and how Unicode composes it.
pub(super) fn folded(name: &str) -> String {
    name.trim().nfkc().flat_map(char::to_lowercase).nfkc().collect::<String>().trim().to_owned()
}

impl Roster {
    /// Reads the roster at `path`.
    ///
    /// # Errors
    ///
    /// It does not exist, has no column `id`, an empty id, or one id twice: the caller's to put right.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let bytes =
            fs::read(path).map_err(|error| usage(format!("cannot read the roster {}: {error}", path.display())))?;
        Self::parse(&bytes).map_err(|why| usage(format!("the roster {}: {why}", path.display())))
    }

    /// The roster in `bytes`; columns are parted by commas, or by semicolons where the header has no comma.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}');
        let header = text.lines().next().unwrap_or_default();
        let delimiter = if header.contains(';') && !header.contains(',') { b';' } else { b',' };
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| escape(&error.to_string()))?.clone();
        let column = |name: &str| header.iter().position(|found| found.eq_ignore_ascii_case(name));
        let id =
            column("id").ok_or("no column `id`\nhint: its first line names the columns: id, name, group, email")?;
        let (name, group, email) = (column("name"), column("group"), column("email"));
        let mut rows: Vec<(Person, Option<String>)> = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| escape(&error.to_string()))?;
            let cell = |column: Option<usize>| {
                let text = column.and_then(|column| record.get(column)).filter(|text| !text.is_empty());
                text.map(escape)
            };
            let line = record.position().map_or(0, csv::Position::line);
            let id = cell(Some(id)).ok_or_else(|| format!("line {line}: the id is empty"))?;
            rows.push((Person { id, name: cell(name), group: cell(group) }, cell(email)));
        }
        rows.sort();
        Self::new(rows)
    }

    fn new(rows: Vec<(Person, Option<String>)>) -> Result<Self, String> {
        let mut roster =
            Self { people: Vec::new(), by_id: BTreeMap::new(), by_email: BTreeMap::new(), by_name: BTreeMap::new() };
        for (at, (person, email)) in rows.into_iter().enumerate() {
            if let Some(first) = roster.by_id.insert(folded(&person.id), at) {
                let first = &roster.people[first].id;
                return Err(format!("`{first}` and `{}` are one id, and on it twice\nhint: keep one line", person.id));
            }
            let put = |map: &mut BTreeMap<String, Option<usize>>, key: &Option<String>| {
                if let Some(key) = key {
                    map.entry(folded(key)).and_modify(|known| *known = None).or_insert(Some(at));
                }
            };
            put(&mut roster.by_email, &email);
            put(&mut roster.by_name, &person.name);
            roster.people.push(person);
        }
        Ok(roster)
    }

    /// Who of the roster is meant: by id, else by e-mail address.
    pub(super) fn find(&self, who: &Who) -> Option<&Person> {
        let by_email = || self.by_email.get(&folded(who.email.as_ref()?)).copied().flatten();
        let at = self.by_id.get(&folded(&who.id)).copied().or_else(by_email)?;
        self.people.get(at)
    }

    /// Who of the roster has this name, if one alone has it.
    pub(super) fn named(&self, name: &str) -> Option<&Person> {
        self.by_name.get(&folded(name)).copied().flatten().and_then(|at| self.people.get(at))
    }

    /// The members of a group.
    pub(super) fn members(&self, group: &str) -> Vec<&Person> {
        let group = folded(group);
        let is_member = |person: &&Person| person.group.as_deref().is_some_and(|of| folded(of) == group);
        self.people.iter().filter(is_member).collect()
    }

    /// Whether a person or a group is called so.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.by_id.contains_key(&folded(name)) || self.named(name).is_some() || !self.members(name).is_empty()
    }
}
