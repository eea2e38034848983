//! Rust values as cells.

use harness_core::rows::{Cell, Rows};
use sea_orm::{DbErr, EntityTrait, IdenStatic, Iterable, ModelTrait, Value};

/// A value as SQLite stores it. With more features of SeaORM there are more kinds, and a user's crate may have any of them: as SQL
/// writes them they are told apart, which is all that is asked of a bound value.
#[expect(
    clippy::match_wildcard_for_single_variants,
    reason = "which kinds there are depends on the features of SeaORM that others switch on"
)]
pub(crate) fn cell(value: &Value) -> Cell {
    match value {
        Value::Bool(x) => (*x).into(),
        Value::TinyInt(x) => x.map(i32::from).into(),
        Value::SmallInt(x) => x.map(i32::from).into(),
        Value::Int(x) => (*x).into(),
        Value::BigInt(x) => (*x).into(),
        Value::TinyUnsigned(x) => x.map(u32::from).into(),
        Value::SmallUnsigned(x) => x.map(u32::from).into(),
        Value::Unsigned(x) => (*x).into(),
        Value::BigUnsigned(x) => (*x).into(),
        Value::Float(x) => x.map(f64::from).into(),
        Value::Double(x) => (*x).into(),
        Value::String(x) => x.as_deref().map(ToString::to_string).into(),
        Value::Char(x) => x.map(String::from).into(),
        Value::Bytes(x) => x.as_ref().map(|bytes| blob(bytes)).into(),
        Value::ChronoDate(x) => x.map(|x| x.to_string()).into(),
        Value::ChronoTime(x) => x.map(|x| x.to_string()).into(),
        Value::ChronoDateTime(x) => x.map(|x| x.to_string()).into(),
        Value::ChronoDateTimeUtc(x) => x.map(|x| x.to_rfc3339()).into(),
        Value::ChronoDateTimeLocal(x) => x.map(|x| x.to_rfc3339()).into(),
        Value::ChronoDateTimeWithTimeZone(x) => x.map(|x| x.to_rfc3339()).into(),
        Value::Json(x) => x.as_ref().map(ToString::to_string).into(),
        Value::Uuid(x) => x.map(|x| blob(x.as_bytes())).into(),
        // It goes in as text, and SQLite stores it as a number.
        Value::Decimal(x) => x.and_then(|x| x.to_string().parse::<f64>().ok()).into(),
        other => Cell::Text(other.to_string()),
    }
}

/// A blob as its hexadecimal literal.
pub(crate) fn blob(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = "x'".to_owned();
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text + "'"
}

/// The rows of `models`: a column each of the entity's, by their names in the database, in their order.
///
/// # Errors
///
/// None; the type is that of a call.
#[expect(clippy::needless_pass_by_value, reason = "a call hands over what SeaORM gave it")]
pub fn models<M: ModelTrait>(models: Vec<M>) -> Result<Rows, DbErr> {
    type Columns<M> = <<M as ModelTrait>::Entity as EntityTrait>::Column;
    let columns: Vec<Columns<M>> = Columns::<M>::iter().collect();
    Ok(Rows {
        columns: columns.iter().map(|column| column.as_str().to_owned()).collect(),
        rows: models.iter().map(|model| columns.iter().map(|column| cell(&model.get(*column))).collect()).collect(),
    })
}

/// The row of `model`, if there is one.
///
/// # Errors
///
/// None; the type is that of a call.
pub fn one<M: ModelTrait>(model: Option<M>) -> Result<Rows, DbErr> {
    models(model.into_iter().collect())
}

/// A row an item, by `row`, under these columns.
///
/// # Errors
///
/// None; the type is that of a call.
pub fn table<T, const N: usize>(
    columns: [&str; N],
    items: impl IntoIterator<Item = T>,
    row: impl Fn(T) -> [Cell; N],
) -> Result<Rows, DbErr> {
    Ok(Rows {
        columns: columns.map(str::to_owned).to_vec(),
        rows: items.into_iter().map(|item| row(item).to_vec()).collect(),
    })
}

/// No rows, of a call that only does something.
///
/// # Errors
///
/// None; the type is that of a call.
pub fn done<T>(_result: T) -> Result<Rows, DbErr> {
    Ok(Rows::default())
}
