use cutover_model::{
    ActorId, AuditEventType, Branch, ChangeSummary, Commit, Cursor, DOCUMENTS, DeploymentId, DeploymentState,
    HttpUrl, Line, Sha256Digest, StateMachine, Target, Text, Timestamp, Version, wire,
};
use proptest::prelude::*;
use serde_json::Value;

/// A text of one of the types, read and written: what is accepted comes back, and reads to the same value.
fn round_trip<T>(text: &str) -> Result<(), TestCaseError>
where
    T: wire::Wire + serde::Serialize + std::str::FromStr + std::fmt::Display + PartialEq + std::fmt::Debug,
{
    let Ok(parsed) = text.parse::<T>() else {
        prop_assert!(wire::from_value::<T>(Value::String(text.to_owned())).is_err());
        return Ok(());
    };
    let written = serde_json::to_value(&parsed).unwrap();
    prop_assert_eq!(written.as_str().unwrap(), parsed.to_string());
    prop_assert_eq!(wire::from_value::<T>(written).unwrap(), parsed);
    Ok(())
}

/// Changes one place of a document to something else.
fn mutate(value: &mut Value, path: &[prop::sample::Index], replacement: &Value) {
    let Some((index, rest)) = path.split_first() else {
        *value = replacement.clone();
        return;
    };
    if let Some(fields) = value.as_object_mut().filter(|fields| !fields.is_empty()) {
        let key = fields.keys().nth(index.index(fields.len())).unwrap().clone();
        mutate(&mut fields[&key], rest, replacement);
    } else if let Some(values) = value.as_array_mut().filter(|values| !values.is_empty()) {
        let place = index.index(values.len());
        mutate(&mut values[place], rest, replacement);
    } else {
        *value = replacement.clone();
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("finite", |number| number.is_finite())
            .prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-zA-Z_]{1,12}", inner, 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_round_trip(text in any::<String>()) {
        round_trip::<Line>(&text)?;
        round_trip::<Text>(&text)?;
        round_trip::<ChangeSummary>(&text)?;
        round_trip::<ActorId>(&text)?;
        round_trip::<Branch>(&text)?;
        round_trip::<Version>(&text)?;
        round_trip::<Target>(&text)?;
        prop_assert!(Line::clip(&text).as_str().parse::<Line>().is_ok());
        prop_assert!(Text::clip(&text).as_str().parse::<Text>().is_ok());
    }

    #[test]
    fn names_round_trip(text in "[a-zA-Z0-9._+/:-]{0,70}") {
        round_trip::<Version>(&text)?;
        round_trip::<Target>(&text)?;
        round_trip::<Commit>(&text)?;
        round_trip::<Branch>(&text)?;
        round_trip::<AuditEventType>(&text)?;
        round_trip::<Cursor>(&text)?;
    }

    #[test]
    fn an_instant_round_trips_and_its_text_sorts(
        left in Timestamp::MIN.unix_micros()..=Timestamp::MAX.unix_micros(),
        right in Timestamp::MIN.unix_micros()..=Timestamp::MAX.unix_micros(),
    ) {
        let (left, right) = (Timestamp::from_unix_micros(left).unwrap(), Timestamp::from_unix_micros(right).unwrap());
        prop_assert_eq!(left.to_string().parse::<Timestamp>().unwrap(), left);
        prop_assert_eq!(left.cmp(&right), left.to_string().cmp(&right.to_string()));
        prop_assert_eq!(right.plus_micros(left.micros_since(right)), left);
    }

    #[test]
    fn ids_and_digests_round_trip(at in 0_i64..=Timestamp::MAX.unix_micros(), random: [u8; 10], bytes: Vec<u8>) {
        let id = DeploymentId::new(Timestamp::from_unix_micros(at).unwrap(), random);
        prop_assert_eq!(id.as_uuid().get_version_num(), 7);
        prop_assert_eq!(id.to_string().parse::<DeploymentId>().unwrap(), id);
        let digest = Sha256Digest::of(&bytes);
        prop_assert_eq!(digest.to_string().to_uppercase().parse::<Sha256Digest>().unwrap(), digest);
    }

    #[test]
    fn a_url_shows_no_user_information(user in "[a-z0-9:]{1,20}", host in "[a-z]{4,10}", path in "[a-z/]{0,10}") {
        let text = format!("https://{user}zzsecret@{host}/{path}");
        let url: HttpUrl = text.parse().unwrap();
        prop_assert!(!url.to_string().contains("zzsecret"));
        let debug = format!("{url:?}");
        prop_assert!(!debug.contains("zzsecret"));
        prop_assert_eq!(url.expose_secret(), text);
    }

    #[test]
    fn a_mutated_document_is_read_or_refused_with_places_and_stays_what_it_is(
        which in any::<prop::sample::Index>(),
        path in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
        replacement in any_json(),
    ) {
        let document = &DOCUMENTS[which.index(DOCUMENTS.len())];
        let mut value: Value = serde_json::from_str(document.examples[0]).unwrap();
        mutate(&mut value, &path, &replacement);
        match document.rewrite(value.to_string().as_bytes()) {
            // What was accepted is written in a form that is accepted and written the same.
            Ok(written) => prop_assert_eq!(document.rewrite(written.to_string().as_bytes()).unwrap(), written),
            Err(wire::ReadError::Invalid(problems)) => {
                prop_assert!(!problems.is_empty());
                for problem in &problems {
                    let parent = problem.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
                    prop_assert!(value.pointer(parent).is_some(), "{} points nowhere in {}", problem, value);
                    prop_assert!(!problem.to_string().contains('\n'));
                }
            }
            Err(other) => return Err(TestCaseError::fail(format!("{other:?}"))),
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        for document in DOCUMENTS {
            prop_assert!(document.check(&bytes).is_err());
        }
    }

    #[test]
    fn no_sequence_of_states_outside_the_table_can_be_made(
        targets in prop::collection::vec(0..DeploymentState::STATES.len(), 0..12),
    ) {
        let view: cutover_model::AdminRecordView =
            serde_json::from_str(crate::support::document("deployment-record").examples[0]).unwrap();
        let intent: cutover_model::DeploymentIntent =
            serde_json::from_str(crate::support::document("deployment-intent").examples[0]).unwrap();
        let mut record = cutover_model::DeploymentRecord::admit(&intent, cutover_model::Admission {
            id: view.record().id,
            created_at: view.record().created_at,
            delivery_group_id: view.record().delivery_group_id.clone(),
            rollback_of: None,
        }).unwrap();
        for target in targets {
            let (from, to) = (record.state, DeploymentState::STATES[target]);
            let moved = record.move_to(to, record.updated_at).is_ok();
            // Taking back needs the rollback that did it.
            let legal = DeploymentState::MOVES.contains(&(from, to)) && to != DeploymentState::RolledBack;
            prop_assert_eq!(moved, legal);
            prop_assert_eq!(record.state, if moved { to } else { from });
        }
    }
}
