//! Envelopes, with keys that anybody can read.

use std::num::NonZeroUsize;

use cutover_contract::dsse::{
    CONTRACT_TYPE, Envelope, MAX_SIGNATURES, SignError, Signer, SignerError, Verifier, VerifyError,
    pre_authentication_encoding,
};
use cutover_contract::{ContractVersion, IssuedContract, SignContractError, examples, read};
use cutover_model::Sha256Digest;
use serde_json::json;

/// Signs with the digest of its name and the message: good enough to be told apart.
struct Toy(&'static str);

impl Toy {
    fn signature(&self, message: &[u8]) -> Vec<u8> {
        Sha256Digest::of(&[self.0.as_bytes(), message].concat())
            .as_bytes()
            .to_vec()
    }
}

impl Signer for Toy {
    fn key_id(&self) -> &str {
        self.0
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        if self.0 == "locked" {
            Err("the vault is locked".into())
        } else {
            Ok(self.signature(message))
        }
    }
}

impl Verifier for Toy {
    fn key_id(&self) -> &str {
        self.0
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.signature(message) == signature
    }
}

const ONE: NonZeroUsize = NonZeroUsize::MIN;

fn signed() -> Envelope {
    Envelope::sign("text/plain", b"hello", &[&Toy("ada"), &Toy("grace")]).unwrap()
}

#[test]
fn what_is_signed_holds_type_and_lengths() {
    assert_eq!(pre_authentication_encoding("", b""), b"DSSEv1 0  0 ");
    let bytes = pre_authentication_encoding("tést", b"a b\xff");
    assert_eq!(bytes, b"DSSEv1 5 t\xc3\xa9st 4 a b\xff");
}

#[test]
fn an_envelope_is_the_json_of_dsse() {
    let envelope = Envelope::sign("http://example.com/HelloWorld", b"hello world", &[&Toy("ada")]).unwrap();
    let json = serde_json::to_value(&envelope).unwrap();
    assert_eq!(json["payload"], "aGVsbG8gd29ybGQ=");
    assert_eq!(json["payloadType"], "http://example.com/HelloWorld");
    assert_eq!(json["signatures"][0]["keyid"], "ada");
    assert_eq!(json["signatures"][0].as_object().unwrap().len(), 2);
    let again: Envelope = serde_json::from_value(json).unwrap();
    assert_eq!(again, envelope);
}

#[test]
fn the_payload_comes_out_when_enough_of_the_trusted_have_signed() {
    let two = NonZeroUsize::new(2).unwrap();
    let envelope = signed();
    let verified = envelope
        .verify("text/plain", &[&Toy("grace"), &Toy("mallory")], ONE)
        .unwrap();
    assert_eq!(verified.payload, b"hello");
    assert_eq!(verified.signed_by.iter().collect::<Vec<_>>(), ["grace"]);
    assert!(
        envelope
            .verify("text/plain", &[&Toy("grace"), &Toy("ada")], two)
            .is_ok()
    );
    // The same key twice is one key.
    let error = envelope
        .verify("text/plain", &[&Toy("ada"), &Toy("ada")], two)
        .unwrap_err();
    assert_eq!(error, VerifyError::Signatures { valid: 1, needed: 2 });
    assert_eq!(
        envelope.verify("text/plain", &[], ONE).unwrap_err(),
        VerifyError::Signatures { valid: 0, needed: 1 }
    );
}

#[test]
fn what_was_altered_is_refused() {
    let trusted: &[&dyn Verifier] = &[&Toy("ada")];
    let none = VerifyError::Signatures { valid: 0, needed: 1 };
    let payload = Envelope {
        payload: "aGVsbG8h".to_owned(),
        ..signed()
    };
    assert_eq!(payload.verify("text/plain", trusted, ONE).unwrap_err(), none);
    // Of another type it is another message, whatever the caller asks for.
    let retyped = Envelope {
        payload_type: "text/html".to_owned(),
        ..signed()
    };
    assert_eq!(retyped.verify("text/html", trusted, ONE).unwrap_err(), none);
    assert!(matches!(
        retyped.verify("text/plain", trusted, ONE),
        Err(VerifyError::Type { .. })
    ));
    let mut swapped = signed();
    swapped.signatures[0].signature = swapped.signatures[1].signature.clone();
    assert_eq!(swapped.verify("text/plain", trusted, ONE).unwrap_err(), none);
    let garbled = Envelope {
        payload: "%%%".to_owned(),
        ..signed()
    };
    assert_eq!(
        garbled.verify("text/plain", trusted, ONE).unwrap_err(),
        VerifyError::Payload
    );
    let mut many = signed();
    many.signatures = vec![many.signatures[0].clone(); MAX_SIGNATURES + 1];
    assert_eq!(
        many.verify("text/plain", trusted, ONE).unwrap_err(),
        VerifyError::TooManySignatures {
            count: MAX_SIGNATURES + 1
        }
    );
}

#[test]
fn a_key_id_is_a_hint_and_either_base64_is_read() {
    let mut envelope = Envelope::sign("text/plain", b"\xfb\xff\xfe", &[&Toy("ada")]).unwrap();
    assert_eq!(envelope.payload, "+//+");
    envelope.payload = "-__-".to_owned();
    envelope.signatures[0].key_id = None;
    let verified = envelope.verify("text/plain", &[&Toy("ada")], ONE).unwrap();
    assert_eq!(verified.payload, b"\xfb\xff\xfe");
}

#[test]
fn unknown_members_of_an_envelope_are_kept() {
    let mut json = serde_json::to_value(signed()).unwrap();
    json["x"] = json!([1]);
    json["signatures"][0]["cert"] = json!("pem");
    let envelope: Envelope = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&envelope).unwrap(), json);
    assert!(envelope.verify("text/plain", &[&Toy("ada")], ONE).is_ok());
}

#[test]
fn a_contract_is_signed_in_its_canonical_form() {
    for version in ContractVersion::ALL {
        let [example, ..] = examples(*version);
        let contract = read(example.as_bytes()).unwrap().into_contract();
        let issued = IssuedContract::new(contract).unwrap();
        let envelope = issued.sign(*version, &[&Toy("ada")]).unwrap();
        let verified = envelope.verify(CONTRACT_TYPE, &[&Toy("ada")], ONE).unwrap();
        let value: serde_json::Value = serde_json::from_str(example).unwrap();
        assert_eq!(
            verified.payload,
            cutover_contract::canonical::to_vec(&value).unwrap()
        );
        assert_eq!(read(&verified.payload).unwrap().contract(), issued.contract());
    }
}

#[test]
fn a_signer_that_cannot_sign_says_why() {
    let [example, ..] = examples(ContractVersion::NEWEST);
    let issued = IssuedContract::new(read(example.as_bytes()).unwrap().into_contract()).unwrap();
    let error = issued
        .sign(ContractVersion::NEWEST, &[&Toy("ada"), &Toy("locked")])
        .unwrap_err();
    let SignContractError::Sign(SignError { key_id, source }) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (key_id.as_str(), source.to_string().as_str()),
        ("locked", "the vault is locked")
    );
}
