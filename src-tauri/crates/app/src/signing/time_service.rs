//! A service of time stamps (RFC 3161), asked over HTTP.
//!
//! **Deliberately absent**: HTTPS. A token is signed by itself, and what is asked says nothing but a
//! digest; nothing is won for the weight of TLS.

use gongkai_sign::time_stamp;
use std::time::Duration;

/// Longest time for one stamp.
const PATIENCE: Duration = Duration::from_secs(15);
/// Most bytes of an answer.
const LARGEST: u64 = 256 * 1024;

/// Asks the service at this address for a stamp over a signature.
///
/// # Errors
/// What went wrong, for a sentence.
pub(super) fn stamp(address: &str, signature: &[u8]) -> Result<Vec<u8>, String> {
    if !address.starts_with("http://") {
        return Err("服务的地址要以 http:// 开头".to_owned());
    }
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
    let asked = agent.post(address).header("Content-Type", "application/timestamp-query");
    let answer = asked.send(&time_stamp::request(signature)[..]);
    let mut answer = answer.map_err(|error| match error {
        ureq::Error::StatusCode(code) => format!("服务答复了 {code}"),
        other => format!("服务连不上：{other}"),
    })?;
    let read = answer.body_mut().with_config().limit(LARGEST).read_to_vec();
    let answer = read.map_err(|error| format!("服务的答复没有收全：{error}"))?;
    time_stamp::token(&answer, signature)
}
