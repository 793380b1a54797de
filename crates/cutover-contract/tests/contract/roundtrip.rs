//! Up and down again, through bytes: the same document, whatever is in it.

use cutover_contract::{ContractVersion, canonical, read};
use serde_json::Value;

use crate::generate::{Chance, document, write};

/// Checks every pair of versions for one seed. The error names what went wrong with which document.
pub(crate) fn check(seed: u64) -> Result<u64, String> {
    let mut pairs = 0;
    for from in ContractVersion::ALL {
        let chance = &mut Chance::new(seed ^ (*from as u64) << 60);
        let original = document(from.as_str(), chance);
        let text = write(&original, chance);
        let fail = |what: &str| Err(format!("seed {seed}, {from}: {what}\n{text}"));
        let wanted = match canonical::to_vec(&original) {
            Ok(wanted) => wanted,
            Err(error) => return fail(&error.to_string()),
        };
        for to in ContractVersion::ALL.iter().filter(|to| *to >= from) {
            match up_and_down(text.as_bytes(), *from, *to) {
                Ok(found) if found == wanted => pairs += 1,
                Ok(found) => {
                    return fail(&format!("by {to} it became {}", String::from_utf8_lossy(&found)));
                }
                Err(error) => return fail(&format!("by {to}: {error}")),
            }
        }
        if let Err(error) = down_and_up(text.as_bytes(), *from, &wanted) {
            return fail(&error);
        }
    }
    Ok(pairs)
}

/// The canonical form of what comes back.
fn up_and_down(text: &[u8], from: ContractVersion, to: ContractVersion) -> Result<Vec<u8>, String> {
    let reading = read(text).map_err(|error| format!("{error:?}"))?;
    if reading.version() != from {
        return Err(format!("taken for {}", reading.version()));
    }
    let upper = reading.write(to);
    let upper_text = serde_json::to_vec(&upper.document).map_err(|error| error.to_string())?;
    let again = read(&upper_text).map_err(|error| format!("{error:?}"))?;
    if again.version() != to {
        return Err(format!("written as {to}, taken for {}", again.version()));
    }
    let lower = again.write(from);
    if !upper.lost.is_empty() && to == ContractVersion::NEWEST || !lower.lost.is_empty() {
        return Err(format!("lost {:?} {:?}", upper.lost, lower.lost));
    }
    canonical::to_vec(&lower.document).map_err(|error| error.to_string())
}

/// Nothing is lost without being listed, and nothing is listed that is not lost.
fn down_and_up(text: &[u8], from: ContractVersion, wanted: &[u8]) -> Result<(), String> {
    let reading = read(text).map_err(|error| format!("{error:?}"))?;
    for to in ContractVersion::ALL.iter().filter(|to| **to < from) {
        let lower = reading.write(*to);
        let lower_text = serde_json::to_vec(&lower.document).map_err(|error| error.to_string())?;
        let again = read(&lower_text)
            .map_err(|error| format!("{error:?}"))?
            .write(from);
        let found = canonical::to_vec(&again.document).map_err(|error| error.to_string())?;
        if (found == wanted) != lower.lost.is_empty() {
            return Err(format!(
                "down to {to} it loses {:?}, and is then the same: {}",
                lower.lost,
                found == wanted
            ));
        }
        let original: Value = serde_json::from_slice(wanted).map_err(|error| error.to_string())?;
        if let Some(pointer) = lower
            .lost
            .iter()
            .find(|pointer| original.pointer(pointer).is_none())
        {
            return Err(format!("{pointer} is said to be lost and was never there"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn up_and_down_is_the_same_document() {
        for seed in 0..10_000 {
            if let Err(error) = super::check(seed) {
                panic!("{error}");
            }
        }
    }
}
