//! How values of the model, and the time, stand in a column.

use gongkai_model::report::Figure;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rust_decimal::Decimal;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};

/// A value of an enum, written as on the wire: `own`, `typed`.
pub(crate) struct EnumText<T>(pub T);

impl<T: Serialize> ToSql for EnumText<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match serde_json::to_value(&self.0).map_err(unwritable)? {
            serde_json::Value::String(word) => Ok(word.into()),
            other => {
                Err(rusqlite::Error::ToSqlConversionFailure(format!("not a word: {other}").into()))
            }
        }
    }
}

impl<T: for<'de> Deserialize<'de>> FromSql for EnumText<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let word: StrDeserializer<'_, Error> = value.as_str()?.into_deserializer();
        T::deserialize(word).map(EnumText).map_err(FromSqlError::other)
    }
}

/// Any value as JSON.
pub(crate) struct Json<T>(pub T);

impl<T: Serialize> ToSql for Json<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(serde_json::to_string(&self.0).map_err(unwritable)?.into())
    }
}

impl<T: DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map(Json).map_err(FromSqlError::other)
    }
}

fn unwritable(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(error.into())
}

/// NULL 未读到, the empty text blank, anything else an exact decimal.
pub(crate) struct FigureText(pub Figure);

impl ToSql for FigureText {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Figure::Unread => rusqlite::types::Null.into(),
            Figure::Blank => "".into(),
            Figure::Number(number) => number.to_string().into(),
        })
    }
}

impl FromSql for FigureText {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let figure = match value.as_str_or_null()? {
            None => Figure::Unread,
            Some("") => Figure::Blank,
            Some(text) => {
                Figure::Number(Decimal::from_str_exact(text).map_err(FromSqlError::other)?)
            }
        };
        Ok(FigureText(figure))
    }
}

/// Now, local time with its offset from UTC: `2027-01-20T10:32:05+08:00`.
pub(crate) fn now() -> String {
    chrono::Local::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}
