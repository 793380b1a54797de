use super::{Cursor, History, Pass};
use crate::{
    DeploymentId, DeploymentKind, DeploymentOutcome, DeploymentRecord, DeploymentState, Target, Version,
};

/// What somebody wants taken back.
///
/// ```
/// use cutover_model::RollbackRequest;
///
/// // Back from what runs to a version by its name.
/// let request = RollbackRequest {
///     target: "checkout/production".parse()?,
///     of: None,
///     version: Some("1.3.2".parse()?),
/// };
/// # drop(request);
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollbackRequest {
    /// Where.
    pub target: Target,
    /// Which deployment; without one, what runs.
    pub of: Option<DeploymentId>,
    /// To which version; without one, the latest that succeeded before.
    pub version: Option<Version>,
}

/// What a rollback takes back, and where it goes.
///
/// ```
/// # use cutover_model::*;
/// # let text = include_str!("../../documents/deployment-record.json");
/// # let first = serde_json::from_str::<AdminRecordView>(text)?.record().clone();
/// # let second = RecordFields {
/// #     id: DeploymentId::new(first.created_at, [9; 10]),
/// #     version: "1.5.0".parse()?,
/// #     created_at: first.created_at.plus_micros(1),
/// #     ..first.clone().into_fields()
/// # };
/// let records = [DeploymentRecord::new(second)?, first];
/// let request = RollbackRequest { target: records[0].target(), of: None, version: None };
/// let rollback = History::new(&records)?.rollback(&request)?;
/// assert_eq!((rollback.takes_back.version.as_str(), rollback.version().as_str()), ("1.5.0", "1.4.0"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rollback<'a> {
    /// The record that the rollback names in `rollbackOf`. It is never a rollback itself.
    pub takes_back: &'a DeploymentRecord,
    /// The roll-forward whose version comes back; a rollback that had brought it back, if retention took that
    /// roll-forward away.
    pub restores: &'a DeploymentRecord,
}

impl<'a> Rollback<'a> {
    /// The version that comes back.
    pub fn version(&self) -> &'a Version {
        &self.restores.version
    }
}

/// Why there is nothing to roll back, or nowhere to go. Returned by [`History::rollback`].
///
/// ```
/// use cutover_model::{DeploymentId, History, RollbackRequest, Timestamp};
///
/// let of = Some(DeploymentId::new(Timestamp::UNIX_EPOCH, [0; 10]));
/// let request = RollbackRequest { target: "checkout/production".parse()?, of, version: None };
/// let error = History::new(&[])?.rollback(&request).unwrap_err();
/// assert_eq!(error.code(), "RECORD_NOT_FOUND");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RollbackError {
    /// The record that was named is not on this target.
    #[error("deployment {of} is not in the history of {target}, so it cannot be rolled back")]
    NotFound {
        /// The target.
        target: Target,
        /// The record that was named.
        of: DeploymentId,
    },
    /// The record that was named is not what runs, and no failed roll-forward newer than that either.
    #[error("deployment {of} is {state} and not what runs on {target}: {}", instead(.running))]
    NotRunning {
        /// The target.
        target: Target,
        /// The record that was named.
        of: DeploymentId,
        /// Where it stands.
        state: DeploymentState,
        /// What runs.
        running: Option<DeploymentId>,
    },
    /// No earlier version succeeded, or not the one that was named.
    #[error("{target} has no {} that still stands to go back to{}", wanted(.version), choice(.available))]
    NoPriorSuccessfulVersion {
        /// The target.
        target: Target,
        /// The version that was named.
        version: Option<Version>,
        /// The versions one could go back to, the newest first; at most [`RollbackError::MAX_AVAILABLE`].
        available: Vec<Version>,
    },
}

fn instead(running: &Option<DeploymentId>) -> String {
    match running {
        Some(id) => format!("deployment {id} is"),
        None => "nothing runs there".to_owned(),
    }
}

fn wanted(version: &Option<Version>) -> String {
    match version {
        Some(version) => format!("earlier successful deployment of version {version}"),
        None => "earlier successful deployment".to_owned(),
    }
}

fn choice(available: &[Version]) -> String {
    match available {
        [] => String::new(),
        some => format!(
            "; there are {}",
            some.iter().map(Version::as_str).collect::<Vec<_>>().join(", ")
        ),
    }
}

impl RollbackError {
    /// How many versions an error lists.
    pub const MAX_AVAILABLE: usize = 20;

    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "RECORD_NOT_FOUND",
            Self::NotRunning { .. } => "NOT_RUNNING",
            Self::NoPriorSuccessfulVersion { .. } => "NO_PRIOR_SUCCESSFUL_VERSION",
        }
    }
}

/// A record of one target with its outcome.
#[derive(Debug, Clone, Copy)]
struct Judged<'a> {
    record: &'a DeploymentRecord,
    outcome: Option<DeploymentOutcome>,
}

impl Judged<'_> {
    /// It succeeded, and nothing took it back.
    fn stands(&self) -> bool {
        matches!(
            self.outcome,
            Some(DeploymentOutcome::Succeeded | DeploymentOutcome::Superseded)
        )
    }
}

impl<'a> History<'a> {
    /// What a rollback takes back, and which version comes back.
    ///
    /// Without an id it takes back what runs. If that is a rollback itself, it takes back the roll-forward whose
    /// version that one restored, so that one can go on stepping back. A failed roll-forward newer than what runs may be
    /// named: then what runs is deployed again. The version is the latest that succeeded before what is taken back, or an
    /// older one that is named. A version that was taken back itself is no place to go back to, also when it is named:
    /// deploy it again instead.
    ///
    /// ```
    /// use cutover_model::{History, RollbackRequest};
    ///
    /// let nothing = RollbackRequest { target: "checkout/production".parse()?, of: None, version: None };
    /// let error = History::new(&[])?.rollback(&nothing).unwrap_err();
    /// assert_eq!(error.code(), "NO_PRIOR_SUCCESSFUL_VERSION");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rollback(&self, request: &RollbackRequest) -> Result<Rollback<'a>, RollbackError> {
        let mut pass = Pass::default();
        let records: Vec<Judged<'a>> = self
            .of(&request.target)
            .map(|record| Judged {
                record,
                outcome: pass.outcome(record),
            })
            .collect();
        let nowhere = |available| RollbackError::NoPriorSuccessfulVersion {
            target: request.target.clone(),
            version: request.version.clone(),
            available,
        };
        let named = named(&records, request)?.ok_or_else(|| nowhere(Vec::new()))?;
        let takes_back = match origin(&records, named) {
            Origin::Itself => named,
            Origin::Of(roll_forward) => roll_forward,
            Origin::TakenBack | Origin::Gone => return Err(nowhere(Vec::new())),
        };
        let before = Cursor::of(takes_back);
        let possible = || {
            records
                .iter()
                .filter(|judged| judged.stands() && Cursor::of(judged.record) < before)
                .filter_map(|judged| match origin(&records, judged.record) {
                    Origin::Itself | Origin::Gone => Some(judged.record),
                    Origin::Of(roll_forward) => Some(roll_forward),
                    Origin::TakenBack => None,
                })
        };
        let wanted = |record: &&DeploymentRecord| {
            request
                .version
                .as_ref()
                .is_none_or(|named| record.version == *named)
        };
        let restores = possible().find(wanted).ok_or_else(|| {
            let mut available: Vec<Version> = Vec::new();
            for record in possible() {
                if available.len() < RollbackError::MAX_AVAILABLE && !available.contains(&record.version) {
                    available.push(record.version.clone());
                }
            }
            nowhere(available)
        })?;
        Ok(Rollback { takes_back, restores })
    }
}

/// The record that is to be taken back: the one that was named, if it may be, or what runs.
fn named<'a>(
    records: &[Judged<'a>],
    request: &RollbackRequest,
) -> Result<Option<&'a DeploymentRecord>, RollbackError> {
    let running = records
        .iter()
        .map(|judged| judged.record)
        .find(|record| record.state == DeploymentState::Succeeded);
    let Some(of) = request.of else { return Ok(running) };
    let target = || request.target.clone();
    let Some(record) = records
        .iter()
        .map(|judged| judged.record)
        .find(|record| record.id == of)
    else {
        return Err(RollbackError::NotFound { target: target(), of });
    };
    let failed_since = record.state == DeploymentState::Failed
        && record.deployment_kind == DeploymentKind::RollForward
        && running.is_none_or(|running| Cursor::of(record) > Cursor::of(running));
    if failed_since || running.is_some_and(|running| running.id == of) {
        return Ok(Some(record));
    }
    Err(RollbackError::NotRunning {
        target: target(),
        of,
        state: record.state,
        running: running.map(|running| running.id),
    })
}

/// Where the version of a record came from first.
enum Origin<'a> {
    /// It is a roll-forward.
    Itself,
    /// It is a rollback, and this roll-forward is the one whose version it restored.
    Of(&'a DeploymentRecord),
    /// It is a rollback, and what it restored was taken back since.
    TakenBack,
    /// It is a rollback, and what it restored is not in the history any more.
    Gone,
}

/// The roll-forward whose version a rollback restored is the latest before what it took back that has this version;
/// one that still stands goes before one that was taken back.
fn origin<'a>(records: &[Judged<'a>], record: &DeploymentRecord) -> Origin<'a> {
    let Some(link) = record.rollback_of else {
        return Origin::Itself;
    };
    let taken_back = records
        .iter()
        .map(|judged| judged.record)
        .find(|older| older.id == link && Cursor::of(older) < Cursor::of(record));
    let before = Cursor::of(taken_back.unwrap_or(record));
    let mut candidates = records.iter().filter(|judged| {
        let older = judged.record;
        Cursor::of(older) < before
            && older.deployment_kind == DeploymentKind::RollForward
            && older.version == record.version
            && (judged.stands() || judged.outcome == Some(DeploymentOutcome::RolledBack))
    });
    match (
        candidates.clone().find(|judged| judged.stands()),
        candidates.next(),
    ) {
        (Some(standing), _) => Origin::Of(standing.record),
        (None, Some(_)) => Origin::TakenBack,
        (None, None) => Origin::Gone,
    }
}
