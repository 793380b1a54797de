use schemars::JsonSchema;
use serde::Serialize;

use crate::machine::{IllegalMove, StateMachine};
use crate::wire::{checked, wire_enum, wire_text};
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

wire_text! {
    /// What a job printed: at most [`Logs::MAX_BYTES`]. It may be empty.
    ///
    /// ```
    /// use cutover_model::Logs;
    ///
    /// let mut logs = Logs::default();
    /// logs.append("compiling\n");
    /// assert_eq!(logs.as_str(), "compiling\n");
    /// ```
    #[derive(Default)]
    Logs, "a log", "at most 1048576 bytes",
    |text| text.len() <= Logs::MAX_BYTES,
    schema: { "maxLength": 1_048_576 }
}

impl Logs {
    /// How large a log may get.
    pub const MAX_BYTES: usize = 1024 * 1024;

    /// What stands at the start of a log whose oldest lines were dropped.
    const DROPPED: &str = "[earlier lines were dropped]\n";

    /// Adds to the end. When the log gets too large, its oldest lines give way.
    pub fn append(&mut self, text: &str) {
        let mut whole = String::with_capacity(self.0.len() + text.len());
        whole.push_str(&self.0);
        whole.push_str(text);
        if whole.len() > Self::MAX_BYTES {
            let mut start = whole.len() - (Self::MAX_BYTES - Self::DROPPED.len());
            while !whole.is_char_boundary(start) {
                start += 1;
            }
            let kept = whole.get(start..).unwrap_or_default();
            // From the next whole line on, if there is one.
            let kept = kept
                .split_once('\n')
                .map_or(kept, |(_, rest)| if rest.is_empty() { kept } else { rest });
            whole = format!("{}{kept}", Self::DROPPED);
        }
        self.0 = whole.into();
    }
}

/// The fields of a [`DeploymentJob`].
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
    /// job.finish(JobStatus::Success, Timestamp::UNIX_EPOCH.plus_micros(9))?;
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

/// What a new job is made of.
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
    pub fn finish(&mut self, how: JobStatus, at: Timestamp) -> Result<(), IllegalMove<JobStatus>> {
        if !how.is_final() {
            return Err(IllegalMove {
                from: self.status,
                to: how,
            });
        }
        self.0.status = self.status.move_to(how)?;
        self.0.end_time = Some(self.start_time.map_or(at, |start| start.max(at)));
        Ok(())
    }

    /// Adds to what it printed.
    pub fn log(&mut self, text: &str) {
        self.0.logs.append(text);
    }
}
