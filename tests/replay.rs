//! What the fuzzer has found worth keeping (fuzz/corpus), and what once broke.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../fuzz/response.rs"]
mod response;

use redress::core::workspace::Workspace;

#[test]
fn the_kept_corpus_passes() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/classify");
    let mut ws = Workspace::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the corpus") {
        let path = entry.expect("a file").path();
        let data = std::fs::read(&path).expect("its bytes");
        println!("{}", path.display());
        response::check(&data, &mut ws);
        count += 1;
    }
    assert!(count > 100, "{count} files");
}
