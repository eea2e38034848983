//! An example of a page.

use harness_core::explain::Page;
use serde_json::Value;

/// One example.
#[derive(Debug)]
pub(crate) struct Example {
    /// Whether it stands under `right`.
    pub(crate) is_right: bool,
    /// What it is.
    pub(crate) written: Written,
}

/// What an example is written in.
#[derive(Debug)]
pub(crate) enum Written {
    /// Parts of entities.
    Rust(String),
    /// A log of statements.
    Log(String),
    /// A schema in SQL, relations in JSON, and what is said of tables in comments.
    Schema {
        /// The SQL; empty if there is none.
        sql: String,
        /// The relations.
        relations: Vec<Value>,
        /// Behind `-- policy: `.
        policy: Value,
        /// Behind `-- junction: `.
        junction: Value,
    },
}

/// The examples of a page, in order.
pub(crate) fn of(page: &Page) -> Vec<Example> {
    let mut examples: Vec<(bool, String)> = Vec::new();
    let mut is_inside = false;
    for line in page.text.lines() {
        let heading = ["    wrong", "    right"].iter().position(|word| line.starts_with(word));
        if let Some(at) = heading {
            examples.push((at == 1, String::new()));
            is_inside = true;
        } else if let Some((_, body)) = examples.last_mut()
            && is_inside
            && let Some(line) = line.strip_prefix("        ")
        {
            body.push_str(line);
            body.push('\n');
        } else {
            is_inside = false;
        }
    }
    examples.into_iter().map(|(is_right, body)| Example { is_right, written: read(body) }).collect()
}

fn read(body: String) -> Written {
    if body.starts_with("{\"sql\"") {
        return Written::Log(body);
    }
    if !body.starts_with("CREATE") && !body.starts_with('{') {
        return Written::Rust(body);
    }
    let said = |name: &str, none: Value| {
        let line = body.lines().find_map(|line| line.strip_prefix(name));
        line.map_or(none, |line| serde_json::from_str(line).unwrap())
    };
    let policy = said("-- policy: ", Value::Object(serde_json::Map::new()));
    let junction = said("-- junction: ", Value::Array(Vec::new()));
    let (sql, relations) =
        body.split_at(body.find('{').filter(|at| body[..*at].ends_with('\n') || *at == 0).unwrap_or(body.len()));
    let relations = serde_json::Deserializer::from_str(relations).into_iter().map(Result::unwrap).collect();
    Written::Schema { sql: sql.to_owned(), relations, policy, junction }
}
