//! Rules over a filled-in report.
