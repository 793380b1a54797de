//! One deployment's life, as far as the crates go today: the vocabulary alone.
//!
//! ```
//! let told = cutover_examples::life()?;
//! assert!(told.last().unwrap().contains("1.4.0 runs again"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::error::Error;

use cutover_model::{
    Admission, DeploymentId, DeploymentIntent, DeploymentRecord, DeploymentState, History, RollbackRequest,
    Timestamp, wire,
};

const ADMISSION: &str = "2026-02-05T12:00:00Z";

/// Two versions are deployed, the second is taken back, and every line says what follows from the records.
///
/// ```
/// assert_eq!(cutover_examples::life()?.len(), 6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn life() -> Result<Vec<String>, Box<dyn Error>> {
    let mut told = Vec::new();
    let mut records: Vec<DeploymentRecord> = Vec::new();

    let refused = wire::from_slice::<DeploymentIntent>(br#"{"service": "check out", "recipe": "standard"}"#);
    if let Err(error) = refused {
        told.push(format!("refused: {error}"));
    }

    for (version, summary) in [("1.4.0", "Raise the timeout"), ("1.5.0", "New price rules")] {
        let intent = intent(version, summary)?;
        let record = deploy(&records, &intent, None)?;
        told.push(format!(
            "{} {} is {}",
            record.target(),
            record.version,
            record.state
        ));
        records.push(record);
        History::sort(&mut records);
    }

    let target = intent("1.5.0", "any")?.target();
    let request = RollbackRequest {
        target: target.clone(),
        of: None,
        version: None,
    };
    let rollback = History::new(&records)?.rollback(&request)?;
    told.push(format!(
        "a rollback takes back {} and restores {}",
        rollback.takes_back.version,
        rollback.version()
    ));

    let intent = intent(rollback.version().as_str(), "Prices were wrong")?;
    let mut done = deploy(&records, &intent, Some(rollback.takes_back.id))?;
    let taken_back = rollback.takes_back.id;
    let at = done.updated_at;
    for record in records.iter_mut().filter(|record| record.id == taken_back) {
        record.roll_back(&done, at)?;
    }
    if let Err(error) = done.move_to(DeploymentState::Active, at) {
        told.push(format!(
            "what has ended stays so: {}",
            error.source().map_or_else(String::new, ToString::to_string)
        ));
    }
    records.push(done);
    History::sort(&mut records);

    let history = History::new(&records)?;
    let outcomes: Vec<String> = records
        .iter()
        .zip(history.outcomes())
        .map(|(record, outcome)| {
            let outcome = outcome.map_or_else(|| "in flight".to_owned(), |outcome| outcome.to_string());
            format!("{} {} {outcome}", record.deployment_kind, record.version)
        })
        .collect();
    let running = history
        .running_on(&target)
        .map(|record| record.version.to_string())
        .unwrap_or_default();
    told.push(format!("{}; {running} runs again", outcomes.join(", ")));
    Ok(told)
}

fn intent(version: &str, summary: &str) -> Result<DeploymentIntent, wire::InvalidValue> {
    Ok(DeploymentIntent {
        service: "checkout".parse()?,
        version: version.parse()?,
        environment: "production".parse()?,
        change_summary: summary.parse()?,
        recipe_id: "standard-canary".parse()?,
    })
}

/// Admits an intent and takes it to its good end.
fn deploy(
    earlier: &[DeploymentRecord],
    intent: &DeploymentIntent,
    rollback_of: Option<DeploymentId>,
) -> Result<DeploymentRecord, Box<dyn Error>> {
    let newest = earlier.iter().map(|record| record.created_at).max();
    let created_at = Admission::instant(ADMISSION.parse::<Timestamp>()?, newest);
    let number = u8::try_from(earlier.len())?;
    let mut record = DeploymentRecord::admit(
        intent,
        Admission {
            id: DeploymentId::new(created_at, [number; 10]),
            created_at,
            delivery_group_id: "payments".parse()?,
            rollback_of,
        },
    )?;
    for state in [
        DeploymentState::Active,
        DeploymentState::InProgress,
        DeploymentState::Succeeded,
    ] {
        record.move_to(state, created_at.plus_micros(300_000_000))?;
    }
    Ok(record)
}
