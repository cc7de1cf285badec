//! What the file of a backup is called: when and why it was made, `gongkai-20270120-103205-daily.db`.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// Why a backup was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BackupReason {
    /// The first start of a day.
    Daily,
    /// The program was closed after changes.
    Closing,
    /// The database was about to be brought up to date.
    Upgrade,
    /// Another backup was about to be restored.
    Restore,
    /// The user asked for it.
    Asked,
}

impl BackupReason {
    const ALL: [BackupReason; 5] = [
        BackupReason::Daily,
        BackupReason::Closing,
        BackupReason::Upgrade,
        BackupReason::Restore,
        BackupReason::Asked,
    ];

    /// As it stands in the file's name.
    fn word(self) -> &'static str {
        match self {
            BackupReason::Daily => "daily",
            BackupReason::Closing => "closing",
            BackupReason::Upgrade => "upgrade",
            BackupReason::Restore => "restore",
            BackupReason::Asked => "asked",
        }
    }
}

const TIME: &str = "%Y%m%d-%H%M%S";

pub(crate) fn written(made_at: NaiveDateTime, reason: BackupReason) -> String {
    format!("gongkai-{}-{}.db", made_at.format(TIME), reason.word())
}

/// When and why; none where the name is no backup's.
pub(crate) fn read(name: &str) -> Option<(NaiveDateTime, BackupReason)> {
    let (time, word) = name.strip_prefix("gongkai-")?.strip_suffix(".db")?.rsplit_once('-')?;
    let made_at = NaiveDateTime::parse_from_str(time, TIME).ok()?;
    Some((made_at, BackupReason::ALL.into_iter().find(|reason| reason.word() == word)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_when_and_why_and_other_names_nothing() {
        let made_at = NaiveDateTime::parse_from_str("20270120-103205", TIME).unwrap();
        for reason in BackupReason::ALL {
            assert_eq!(read(&written(made_at, reason)), Some((made_at, reason)));
        }
        for other in ["gongkai.db", "gongkai-20270120-103205-daily.db.part", "年报.docx"] {
            assert_eq!(read(other), None);
        }
    }
}
