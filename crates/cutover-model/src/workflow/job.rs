use schemars::JsonSchema;
use serde::Serialize;

use crate::machine::{IllegalMove, StateMachine};
use crate::wire::{InvalidValue, checked, wire_enum, wire_parsed, wire_schema};
use crate::{ActorId, Branch, Commit, ConfigurationId, JobId, Timestamp, Unknown};

wire_enum! {
    /// What a job does.
    ///
    /// ```
    /// assert_eq!(cutover_model::JobType::MigrateDb.as_str(), "migrate-db");
    /// ```
    JobType, "a job type" {
        /// Checks the style of the code.
        Lint = "lint",
        /// Runs the tests.
        Test = "test",
        /// Builds the frontend.
        BuildFrontend = "build-frontend",
        /// Builds the backend.
        BuildBackend = "build-backend",
        /// Deploys the frontend.
        DeployFrontend = "deploy-frontend",
        /// Deploys the backend.
        DeployBackend = "deploy-backend",
        /// Migrates the database.
        MigrateDb = "migrate-db",
        /// Computes the embeddings.
        PopulateEmbeddings = "populate-embeddings",
    }
}

wire_enum! {
    /// Where a job stands.
    ///
    #[doc = "```mermaid"]
    #[doc = include_str!("../../diagrams/job-status.mmd")]
    #[doc = "```"]
    ///
    /// ```
    /// use cutover_model::{JobStatus, StateMachine};
    ///
    /// assert!(JobStatus::Pending.next().eq([JobStatus::Running]));
    /// ```
    JobStatus, "a job status" {
        /// It waits.
        Pending = "pending",
        /// It runs.
        Running = "running",
        /// It ended well.
        Success = "success",
        /// It ended badly.
        Failure = "failure",
        /// It was stopped.
        Cancelled = "cancelled",
    }
}

impl StateMachine for JobStatus {
    const SUBJECT: &'static str = "a job";
    const INITIAL: Self = Self::Pending;
    const STATES: &'static [Self] = Self::ALL;
    const MOVES: &'static [(Self, Self)] = &[
        (Self::Pending, Self::Running),
        (Self::Running, Self::Success),
        (Self::Running, Self::Failure),
        (Self::Running, Self::Cancelled),
    ];
}

/// What a job printed: at most [`Logs::MAX_BYTES`]. It may be empty.
///
/// ```
/// use cutover_model::Logs;
///
/// let mut logs = Logs::default();
/// logs.append("compiling\n");
/// assert_eq!(logs.as_str(), "compiling\n");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Logs(String);

impl Logs {
    /// How large a log may get. Written as JSON it then still fits into a document.
    pub const MAX_BYTES: usize = 512 * 1024;

    /// What stands at the start of a log whose oldest lines were dropped.
    const DROPPED: &str = "[earlier lines were dropped]\n";

    /// What is kept when a log gets too large: less than fits, so that not every line drops others.
    const KEPT_BYTES: usize = Self::MAX_BYTES / 4 * 3;

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Adds to the end. When the log gets too large, its oldest lines give way.
    pub fn append(&mut self, text: &str) {
        // Of a huge text only the end can stay.
        let mut from = text.len().saturating_sub(Self::MAX_BYTES);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        self.0.push_str(text.get(from..).unwrap_or_default());
        if self.0.len() <= Self::MAX_BYTES && from == 0 {
            return;
        }
        let mut start = self.0.len().saturating_sub(Self::KEPT_BYTES);
        while !self.0.is_char_boundary(start) {
            start += 1;
        }
        let kept = self.0.get(start..).unwrap_or_default();
        // From the next whole line on, if there is one.
        let kept = kept
            .split_once('\n')
            .map_or(kept, |(_, rest)| if rest.is_empty() { kept } else { rest });
        self.0 = format!("{}{kept}", Self::DROPPED);
    }
}

impl TryFrom<&str> for Logs {
    type Error = InvalidValue;

    fn try_from(text: &str) -> Result<Self, InvalidValue> {
        if text.len() <= Self::MAX_BYTES {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidValue::new("a log", text, "at most 524288 bytes"))
        }
    }
}

impl std::str::FromStr for Logs {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::try_from(text)
    }
}

wire_parsed!(Logs, "a log");
wire_schema!(Logs, "what a job printed", { "type": "string", "maxLength": 524_288 });

/// The fields of a [`DeploymentJob`].
///
/// ```
/// # use cutover_model::*;
/// # let text = include_str!("../../documents/deployment-job.json");
/// let job: DeploymentJob = serde_json::from_str(text)?;
/// let problems = DeploymentJob::new(JobFields { end_time: None, ..job.into_fields() }).unwrap_err();
/// assert_eq!(problems.to_string(), "/endTime: is absent, but a job that is failure has one");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobFields {
    /// Identifies the job.
    pub id: JobId,
    /// What it does.
    pub job_type: JobType,
    /// Where it stands.
    pub status: JobStatus,
    /// When it started; absent while it is pending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Timestamp>,
    /// When it ended; absent until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<Timestamp>,
    /// What it printed.
    pub logs: Logs,
    /// The commit that is deployed.
    pub commit_hash: Commit,
    /// The branch it comes from.
    pub branch: Branch,
    /// Who or what triggered it.
    pub triggered_by: ActorId,
    /// The configuration it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration_id: Option<ConfigurationId>,
    /// Fields this version does not know.
    #[serde(flatten)]
    #[schemars(skip)]
    pub unknown: Unknown,
}

checked! {
    /// One job of the delivery workflow.
    ///
    /// ```
    /// use cutover_model::*;
    ///
    /// let mut job = DeploymentJob::pending(NewJob {
    ///     id: "job-7".parse()?,
    ///     job_type: JobType::MigrateDb,
    ///     commit_hash: "8f3c2d1".parse()?,
    ///     branch: "main".parse()?,
    ///     triggered_by: "ci@example.com".parse()?,
    ///     configuration_id: None,
    /// });
    /// job.start(Timestamp::UNIX_EPOCH)?;
    /// job.log("applied V0002\n");
    /// job.finish(JobEnd::Success, Timestamp::UNIX_EPOCH.plus_micros(9))?;
    /// assert!(job.start(Timestamp::UNIX_EPOCH).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    DeploymentJob(JobFields) open {
        id = "id",
        job_type = "jobType",
        status = "status",
        start_time = "startTime",
        end_time = "endTime",
        logs = "logs",
        commit_hash = "commitHash",
        branch = "branch",
        triggered_by = "triggeredBy",
        configuration_id = "configurationId",
    }
    rules {
        starts_before_it_ends: start_time, end_time;
        times_follow_status: status, start_time, end_time;
    }
}

type Report<'a> = &'a mut dyn FnMut(&str, String);

fn starts_before_it_ends(start: &Option<Timestamp>, end: &Option<Timestamp>, report: Report<'_>) {
    if let (Some(start), Some(end)) = (start, end)
        && start > end
    {
        report("endTime", format!("is {end}, before startTime {start}"));
    }
}

fn times_follow_status(
    status: &JobStatus,
    start: &Option<Timestamp>,
    end: &Option<Timestamp>,
    report: Report<'_>,
) {
    let started = *status != JobStatus::Pending;
    for (key, given, wanted) in [
        ("startTime", start.is_some(), started),
        ("endTime", end.is_some(), started && status.is_final()),
    ] {
        match (given, wanted) {
            (true, false) => report(
                key,
                format!("is present, but a job that is {status} has none yet"),
            ),
            (false, true) => report(key, format!("is absent, but a job that is {status} has one")),
            (true, true) | (false, false) => {}
        }
    }
}

/// How a job can end.
///
/// ```
/// use cutover_model::{JobEnd, JobStatus};
///
/// assert_eq!(JobStatus::from(JobEnd::Failure), JobStatus::Failure);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobEnd {
    /// Well.
    Success,
    /// Badly.
    Failure,
    /// It was stopped.
    Cancelled,
}

impl From<JobEnd> for JobStatus {
    fn from(end: JobEnd) -> Self {
        match end {
            JobEnd::Success => Self::Success,
            JobEnd::Failure => Self::Failure,
            JobEnd::Cancelled => Self::Cancelled,
        }
    }
}

/// What a new job is made of: see [`DeploymentJob`].
///
/// ```
/// use cutover_model::{DeploymentJob, JobStatus, JobType, NewJob};
///
/// let job = DeploymentJob::pending(NewJob {
///     id: "job-8".parse()?,
///     job_type: JobType::Lint,
///     commit_hash: "8f3c2d1".parse()?,
///     branch: "main".parse()?,
///     triggered_by: "ci@example.com".parse()?,
///     configuration_id: None,
/// });
/// assert_eq!(job.status, JobStatus::Pending);
/// # Ok::<(), cutover_model::wire::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Identifies the job.
    pub id: JobId,
    /// What it does.
    pub job_type: JobType,
    /// The commit that is deployed.
    pub commit_hash: Commit,
    /// The branch it comes from.
    pub branch: Branch,
    /// Who or what triggered it.
    pub triggered_by: ActorId,
    /// The configuration it belongs to.
    pub configuration_id: Option<ConfigurationId>,
}

impl DeploymentJob {
    /// A job that waits.
    pub fn pending(new: NewJob) -> Self {
        Self(JobFields {
            id: new.id,
            job_type: new.job_type,
            status: JobStatus::INITIAL,
            start_time: None,
            end_time: None,
            logs: Logs::default(),
            commit_hash: new.commit_hash,
            branch: new.branch,
            triggered_by: new.triggered_by,
            configuration_id: new.configuration_id,
            unknown: Unknown::default(),
        })
    }

    /// Starts it.
    pub fn start(&mut self, at: Timestamp) -> Result<(), IllegalMove<JobStatus>> {
        self.0.status = self.status.move_to(JobStatus::Running)?;
        self.0.start_time = Some(at);
        Ok(())
    }

    /// Ends it, one way or the other. It never ends before it started, whatever the clocks say.
    pub fn finish(&mut self, how: JobEnd, at: Timestamp) -> Result<(), IllegalMove<JobStatus>> {
        self.0.status = self.status.move_to(how.into())?;
        self.0.end_time = Some(self.start_time.map_or(at, |start| start.max(at)));
        Ok(())
    }

    /// Adds to what it printed.
    pub fn log(&mut self, text: &str) {
        self.0.logs.append(text);
    }
}
