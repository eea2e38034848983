//! How the exports of learning management systems name what a student handed in.
//!
//! | system | name |
//! |---|---|
//! | Moodle | `Full Name_123_assignsubmission_file[_]` as a folder, `Full Name_123_assignsubmission_file_work.zip` as a file |
//! | Canvas | `namename[_LATE]_123_456_work.zip`, `[LATE_]anon_x1_456_work.zip` |
//! | Blackboard | `Assignment_user_attempt_2026-01-31-10-00-00_work.zip`, and a `.txt` that says whose it is |
//! | Gradescope | `submission_123` as a folder, beside `submission_metadata.yml` |
//! | GitHub Classroom | `slug-account` as a folder in `slug-submissions` |
//!
//! Any other name is an id as it stands.
//!
//! Source: `mod/assign/classes/downloader.php` of Moodle; `lib/content_zipper.rb` of Canvas; the parsers of
//! Blackboard's archives that `CodeGrade` and others publish; `gh classroom clone student-repos`.

use std::collections::BTreeMap;

use harness_core::report::escape;

use super::IdFrom;
use super::archive::{foreign, format_of};

/// The file in which Gradescope says whose submissions they are.
pub(super) const GRADESCOPE: &str = "submission_metadata.yml";

/// How large such a file may be, bytes; Gradescope's holds also what its own autograder wrote.
pub(super) const SAID_BYTES: u64 = 16 << 20;

/// One whom an export names. All text is escaped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Who {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
}

/// What a name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) system: System,
    /// The export's own identifier, whatever is taken for the student's id.
    pub(super) identifier: String,
    pub(super) who: Vec<Who>,
    pub(super) late: bool,
    /// When it was handed in; sorts by time.
    pub(super) attempt: Option<String>,
    /// What the student's own file was called, without an archive's extension.
    pub(super) upload: String,
}

/// Whose pattern a name has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum System {
    Moodle,
    /// Moodle's folder for text that was typed in; there is nothing in it to grade.
    MoodleText,
    Canvas,
    Blackboard,
    Gradescope,
    Classroom,
    /// No known export.
    Plain,
}

impl System {
    /// The system; Moodle has two patterns for one student.
    pub(super) fn whole(self) -> Self {
        if self == Self::MoodleText { Self::Moodle } else { self }
    }

    /// Whether one student's work may be spread over several names.
    pub(super) fn spreads(self) -> bool {
        matches!(self, Self::Moodle | Self::MoodleText | Self::Canvas | Self::Blackboard)
    }
}

/// What must be known besides a name.
#[derive(Debug, Default)]
pub(super) struct Export {
    /// The assignment's slug, in a folder that GitHub Classroom made.
    slug: Option<String>,
    /// The submitters by folder, as Gradescope says.
    gradescope: BTreeMap<String, Vec<Who>>,
    /// The user by what stands before `_attempt_`, as Blackboard's texts say.
    blackboard: BTreeMap<String, String>,
}

impl Export {
    /// An export in a folder of this name.
    pub(super) fn in_folder(name: &str) -> Self {
        let slug = name.strip_suffix("-submissions").filter(|slug| !slug.is_empty()).map(str::to_owned);
        Self { slug, ..Self::default() }
    }

    /// Learns from a file beside the submissions, if it is one that says whose they are.
    ///
    /// # Errors
    ///
    /// It is such a file, and cannot be read as one.
    pub(super) fn learn(&mut self, name: &str, bytes: &[u8]) -> Result<(), String> {
        if name == GRADESCOPE {
            self.gradescope = submitters(bytes)?;
        } else if let Some((prefix, _, _)) = attempt_in(name)
            && let Some(user) =
                user_in(&String::from_utf8_lossy(bytes)).filter(|user| prefix.ends_with(&format!("_{user}")))
        {
            self.blackboard.insert(prefix.to_owned(), user);
        }
        Ok(())
    }

    /// Whether [`Export::learn`] wants to see the file of this name.
    pub(super) fn wants(name: &str) -> bool {
        name == GRADESCOPE || attempt_in(name).is_some_and(|(_, _, rest)| rest == ".txt")
    }

    /// What the name of a folder says.
    pub(super) fn of_folder(&self, name: &str, id_from: IdFrom) -> Named {
        let named = moodle(name).or_else(|| self.submission(name)).or_else(|| {
            let account = name.strip_prefix(self.slug.as_ref()?)?.strip_prefix('-').filter(|rest| !rest.is_empty())?;
            Some(named(System::Classroom, account, None, name))
        });
        chosen(named.unwrap_or_else(|| named_plain(name)), name, id_from)
    }

    /// What the name of a file says.
    pub(super) fn of_file(&self, name: &str, id_from: IdFrom) -> Named {
        let stem = stem_of(name);
        let named = moodle(name).or_else(|| self.attempt(name)).or_else(|| canvas(name));
        let mut named = chosen(named.unwrap_or_else(|| named_plain(stem)), stem, id_from);
        named.upload = stem_of(&named.upload).to_owned();
        named
    }

    fn submission(&self, name: &str) -> Option<Named> {
        let number = name.strip_prefix("submission_").filter(|number| is_number(number))?;
        let mut named = named(System::Gradescope, number, None, name);
        if let Some(who) = self.gradescope.get(name).filter(|who| !who.is_empty()) {
            named.who.clone_from(who);
        }
        Some(named)
    }

    fn attempt(&self, name: &str) -> Option<Named> {
        let (prefix, time, rest) = attempt_in(name)?;
        let user = match self.blackboard.get(prefix) {
            Some(user) => user,
            None => prefix.rsplit_once('_').map(|(_, user)| user).filter(|user| !user.is_empty())?,
        };
        let mut named = named(System::Blackboard, user, None, rest.strip_prefix('_').unwrap_or_default());
        named.attempt = Some(time.to_owned());
        Some(named)
    }
}

fn stem_of(name: &str) -> &str {
    format_of(name).map(|(_, stem)| stem).or_else(|| foreign(name)).unwrap_or(name)
}

fn named(system: System, id: &str, name: Option<&str>, upload: &str) -> Named {
    let who = Who { id: escape(id), name: name.map(escape), email: None };
    Named { system, identifier: id.to_owned(), who: vec![who], late: false, attempt: None, upload: upload.to_owned() }
}

fn named_plain(name: &str) -> Named {
    named(System::Plain, name, None, name)
}

/// `named` with the part of it as id that the caller chose.
fn chosen(mut named: Named, whole: &str, id_from: IdFrom) -> Named {
    match id_from {
        IdFrom::Export => {}
        IdFrom::Name => {
            for who in &mut named.who {
                who.id = who.name.clone().unwrap_or_else(|| who.id.clone());
            }
        }
        IdFrom::Whole => named.who = vec![Who { id: escape(whole), ..named.who.swap_remove(0) }],
    }
    named
}

fn moodle(full: &str) -> Option<Named> {
    let (before, after) = full.split_once("_assignsubmission_")?;
    let (name, number) = before.rsplit_once('_').filter(|(name, number)| !name.is_empty() && is_number(number))?;
    let (system, upload) = match after.strip_prefix("file") {
        Some(upload) => (System::Moodle, upload.trim_start_matches('_')),
        None => (System::MoodleText, after.strip_prefix("onlinetext")?),
    };
    // Where marking is blind, everybody is called so.
    let name = Some(name).filter(|name| *name != "Participant");
    Some(named(system, number, name, upload))
}

fn canvas(full: &str) -> Option<Named> {
    let parts: Vec<&str> = full.split('_').collect();
    let at = parts.windows(2).position(|pair| is_number(pair[0]) && is_number(pair[1]));
    let anonymous = parts
        .iter()
        .position(|part| *part == "anon")
        .filter(|at| parts.get(at + 2).is_some_and(|number| is_number(number)) && !parts[at + 1].is_empty());
    let (id, before, rest) = match (anonymous, at) {
        (Some(at), _) => (format!("anon_{}", parts[at + 1]), &parts[..at], &parts[at + 3..]),
        (None, Some(at)) => (parts[at].to_owned(), &parts[..at], &parts[at + 2..]),
        (None, None) => return None,
    };
    let (late, before) = match before {
        [before @ .., "LATE"] => (true, before),
        before => (false, before),
    };
    // Canvas takes all but letters and digits out of a name: there is one part, or none.
    let name = match before {
        [] => None,
        [name] if !name.is_empty() => Some(*name),
        _ => return None,
    };
    let upload = rest.join("_");
    if upload.is_empty() {
        return None;
    }
    Some(Named { late, ..named(System::Canvas, &id, name, &upload) })
}

/// What stands before `_attempt_`, the time, and what follows it.
fn attempt_in(name: &str) -> Option<(&str, &str, &str)> {
    const LENGTH: usize = "2026-01-31-10-00-00".len();
    let (prefix, rest) = name.rsplit_once("_attempt_")?;
    let (time, rest) = rest.split_at_checked(LENGTH)?;
    let numbers: Vec<&str> = time.split('-').collect();
    let is_time = numbers.len() == 6 && numbers[0].len() == 4 && numbers.iter().all(|number| is_number(number));
    (is_time && !prefix.is_empty()).then_some((prefix, time, rest))
}

/// The user in `Name: Full Name (user)`.
fn user_in(text: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.trim_start_matches('\u{feff}').strip_prefix("Name:"))?;
    let (_, user) = line.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    Some(user.to_owned()).filter(|user| !user.is_empty())
}

/// The submitters by folder in Gradescope's YAML, whose keys are Ruby's symbols.
fn submitters(bytes: &[u8]) -> Result<BTreeMap<String, Vec<Who>>, String> {
    let unread = |error: &dyn std::fmt::Display| format!("{GRADESCOPE} cannot be read: {}", escape(&error.to_string()));
    let document: serde_yaml::Value = serde_yaml::from_slice(bytes).map_err(|error| unread(&error))?;
    let submissions = document.as_mapping().ok_or_else(|| unread(&"no submissions in it"))?;
    let mut all = BTreeMap::new();
    for (folder, said) in submissions {
        let number = folder.as_str().and_then(|folder| folder.strip_prefix("submission_")).unwrap_or_default();
        let people = said.get(":submitters").and_then(serde_yaml::Value::as_sequence).into_iter().flatten();
        let text = |person: &serde_yaml::Value, key: &str| {
            let value = person.get(key)?;
            let text = value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|number| number.to_string()));
            text.filter(|text| !text.trim().is_empty()).map(|text| escape(text.trim()))
        };
        let who: Vec<Who> = people
            .map(|person| {
                let email = text(person, ":email");
                let id = text(person, ":sid").or_else(|| email.clone()).unwrap_or_else(|| escape(number));
                Who { id, name: text(person, ":name"), email }
            })
            .collect();
        all.insert(format!("submission_{number}"), who);
    }
    Ok(all)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
