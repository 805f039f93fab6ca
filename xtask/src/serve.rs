//! `cargo xtask demo`: the page and the simulator, on loopback.

use crate::build;
use crate::npm::node;
use crate::steps::{Failure, Outcome};

/// Serves until it is interrupted. The server prints its address.
pub fn demo(port: &str) -> Outcome {
    if port.parse::<u16>().is_err() {
        return Err(Failure::new(format!(
            "--port {port}: a number from 0 (any free port) to 65535 is allowed"
        )));
    }
    build::provide()?;
    node()
        .args(["www/serve.js", "--port", port])
        .advice("if the port is taken, choose another one with --port N")
        .run()
}
