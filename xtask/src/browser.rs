//! Chromium and its driver.

use crate::apt;
use crate::process::which;
use crate::steps::{Failure, Outcome, step};
use std::path::PathBuf;

/// A browser that tests can drive.
#[derive(Clone, Debug)]
pub struct Browser {
    /// The browser.
    pub chromium: PathBuf,
    /// Its WebDriver server, of the same version.
    pub driver: PathBuf,
}

const PACKAGES: &[&str] = &["chromium", "chromium-driver"];
const ADVICE: &str = "install Chromium and chromedriver of one version so that both are on the search path,\n\
    or name them in CHROMIUM and CHROMEDRIVER";

fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let named = std::env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_file());
    named.or_else(|| names.iter().find_map(|name| which(name)))
}

fn find() -> Option<Browser> {
    Some(Browser {
        chromium: program(
            "CHROMIUM",
            &["chromium", "chromium-browser", "google-chrome"],
        )?,
        driver: program("CHROMEDRIVER", &["chromedriver"])?,
    })
}

/// The Debian packages that will have to be installed.
pub fn missing() -> &'static [&'static str] {
    if find().is_some() { &[] } else { PACKAGES }
}

/// Finds the browser, or installs it where there is none.
pub fn install() -> Outcome<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    step("install Chromium", || {
        apt::install(PACKAGES, &[], ADVICE)?;
        find().ok_or_else(|| {
            Failure::new("the packages are installed, but no browser is on the search path")
                .advice(ADVICE)
        })
    })
}
