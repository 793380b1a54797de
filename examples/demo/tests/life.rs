//! What the example tells is what its transcript says.

#[test]
fn the_life_reads_as_its_transcript() {
    let told = cutover_examples::life().unwrap().join("\n") + "\n";
    assert_eq!(told, include_str!("transcript.txt"));
}
