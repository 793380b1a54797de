use cutover_model::{ConfigurationStatus, DeploymentState, JobStatus, StateMachine};

use crate::support::hold_against;

#[test]
fn the_diagrams_in_the_documentation_are_the_machines() {
    hold_against("diagrams/deployment-state.mmd", &DeploymentState::mermaid());
    hold_against(
        "diagrams/configuration-status.mmd",
        &ConfigurationStatus::mermaid(),
    );
    hold_against("diagrams/job-status.mmd", &JobStatus::mermaid());
}

/// The machines as their seeds draw them, written down a second time.
#[test]
fn every_move_is_legal_exactly_when_the_seed_has_it() {
    assert_eq!(
        moves::<DeploymentState>(),
        "PENDING>ACTIVE PENDING>FAILED PENDING>CANCELED ACTIVE>IN_PROGRESS ACTIVE>SUCCEEDED ACTIVE>FAILED \
         ACTIVE>CANCELED IN_PROGRESS>SUCCEEDED IN_PROGRESS>FAILED IN_PROGRESS>CANCELED SUCCEEDED>ROLLED_BACK"
    );
    assert_eq!(moves::<ConfigurationStatus>(), "created>active active>deprecated");
    assert_eq!(
        moves::<JobStatus>(),
        "pending>running running>success running>failure running>cancelled"
    );
}

fn moves<S: StateMachine>() -> String {
    let mut legal = Vec::new();
    for from in S::STATES {
        for to in S::STATES {
            match from.move_to(*to) {
                Ok(reached) => {
                    assert_eq!(reached, *to);
                    legal.push(format!("{from}>{to}"));
                }
                Err(illegal) => {
                    assert_eq!((illegal.from, illegal.to), (*from, *to));
                    assert!(illegal.legal().eq(from.next()));
                    assert!(!from.next().any(|next| next == *to));
                }
            }
        }
    }
    legal.join(" ")
}

#[test]
fn an_illegal_move_names_itself_and_what_was_legal() {
    let error = DeploymentState::Active
        .move_to(DeploymentState::Pending)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "a deployment cannot move from ACTIVE to PENDING: legal from there are IN_PROGRESS, SUCCEEDED, FAILED, CANCELED"
    );
    let error = JobStatus::Success.move_to(JobStatus::Running).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a job cannot move from success to running: success is final"
    );
}
