//! Short names between the module and its glue. The generated ones carry hashes, which do not compress: they cost
//! more than 1 kB of brotli. Functions of the crate's own JavaScript are handed to the module under such a name too,
//! since a namespace object for each file would cost as much again.

use crate::steps::{Failure, Outcome};
use std::collections::BTreeMap;

/// The module from which everything is imported in the end.
const SHORT_MODULE: &str = "r";
const GLUE_MODULE: &str = "./redress_bg.js";

/// What glue.rs and patches.rs mention.
const PATCHED: &[&str] = &["__wbindgen_malloc", "__wbindgen_start"];

/// Which name became which.
#[derive(Default)]
pub struct Names {
    renamed: BTreeMap<String, String>,
    /// File, name in that file, short name.
    direct: Vec<(String, String, String)>,
    imports: usize,
}

impl Names {
    /// Shortens what the module imports from the glue or from the crate's own JavaScript.
    pub fn import(&mut self, module: &mut String, name: &mut String) {
        let short = format!("i{}", self.imports);
        if module == GLUE_MODULE {
            self.renamed
                .insert(std::mem::replace(name, short.clone()), short);
        } else if module.starts_with("./snippets/") {
            self.direct.push((
                module.clone(),
                std::mem::replace(name, short.clone()),
                short,
            ));
        } else {
            return;
        }
        SHORT_MODULE.clone_into(module);
        self.imports += 1;
    }

    /// Shortens what wasm-bindgen names; the names of functions are ours, and have no underscore.
    pub fn export(&mut self, name: &mut String) {
        if name.contains('_') && !PATCHED.contains(&name.as_str()) {
            let short = format!("c{}", self.renamed.len());
            self.renamed
                .insert(std::mem::replace(name, short.clone()), short);
        }
    }

    /// Does the same in the glue.
    pub fn apply(&self, script: &str) -> Outcome<String> {
        let mut result = String::new();
        for (file, name, short) in &self.direct {
            result.push_str(&format!(
                "import {{ {name} as {short} }} from \"{file}\";\n"
            ));
        }
        // One namespace object a file, under the name that the module had for it.
        let namespace = |line: &&str| {
            line.starts_with("import * as import")
                || (line.trim().starts_with("\"./snippets/") && line.contains("\": import"))
        };
        for line in self.rename(script)?.lines().filter(|line| !namespace(line)) {
            result.push_str(line);
            result.push('\n');
        }
        let given: String = self
            .direct
            .iter()
            .map(|(.., short)| format!("        {short},\n"))
            .collect();
        let result = once(
            &result,
            "    const import0 = {\n",
            &format!("    const import0 = {{\n{given}"),
        )?;
        once(
            &result,
            &format!("\"{GLUE_MODULE}\": import0"),
            &format!("{SHORT_MODULE}: import0"),
        )
    }

    /// Replaces whole identifiers; every one has to occur.
    fn rename(&self, script: &str) -> Outcome<String> {
        let identifier = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        let mut missing: Vec<&String> = self.renamed.keys().collect();
        let mut result = String::with_capacity(script.len());
        let mut rest = script;
        while !rest.is_empty() {
            let (name, behind) = rest.split_at(rest.find(|c| !identifier(c)).unwrap_or(rest.len()));
            match self.renamed.get(name) {
                Some(short) => {
                    result.push_str(short);
                    missing.retain(|long| long.as_str() != name);
                }
                None => result.push_str(name),
            }
            let (other, next) = behind.split_at(behind.find(identifier).unwrap_or(behind.len()));
            result.push_str(other);
            rest = next;
        }
        match missing.first() {
            None => Ok(result),
            Some(name) => Err(changed(&format!(
                "does not mention {name}, which the module imports or exports"
            ))),
        }
    }
}

fn once(script: &str, find: &str, replace: &str) -> Outcome<String> {
    match script.matches(find).count() {
        1 => Ok(script.replace(find, replace)),
        count => Err(changed(&format!(
            "has {count} places with {:?} and must have one",
            find.trim()
        ))),
    }
}

fn changed(how: &str) -> Failure {
    Failure::new(format!("the glue {how}"))
        .advice("wasm-bindgen's output has changed: adapt xtask/src/names.rs")
}

#[cfg(test)]
mod tests {
    use super::Names;

    const GLUE: &str = "\
import * as import1 from \"./snippets/redress-0a/src/a.js\"
import * as import2 from \"./snippets/redress-0a/src/a.js\"
    const import0 = {
        __wbg_call_40b0: function(a) { return __wbg_call_40b0_not; },
    };
        \"./redress_bg.js\": import0,
        \"./snippets/redress-0a/src/a.js\": import1,
        \"./snippets/redress-0a/src/a.js\": import2,
";

    fn names(imports: &[(&str, &str)]) -> Names {
        let mut names = Names::default();
        for (module, name) in imports {
            names.import(&mut (*module).to_owned(), &mut (*name).to_owned());
        }
        names
    }

    #[test]
    fn shortens_whole_identifiers_and_hands_own_functions_over() {
        let names = names(&[
            ("./redress_bg.js", "__wbg_call_40b0"),
            ("./snippets/redress-0a/src/a.js", "read"),
        ]);
        let expected = "\
import { read as i1 } from \"./snippets/redress-0a/src/a.js\";
    const import0 = {
        i1,
        i0: function(a) { return __wbg_call_40b0_not; },
    };
        r: import0,
";
        assert_eq!(
            names.apply(GLUE).expect("the glue is as expected"),
            expected
        );
    }

    #[test]
    fn refuses_glue_that_lacks_a_name() {
        let names = names(&[("./redress_bg.js", "__wbg_other")]);
        assert!(
            names
                .apply(GLUE)
                .expect_err("the name is missing")
                .to_string()
                .contains("__wbg_other")
        );
    }
}
