//! Functions that nothing calls any more, though the module's table of functions names them.

use crate::steps::{Failure, Outcome};
use std::collections::BTreeSet;
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{ExportItem, FunctionId, Module};

/// Parts of their names, each of which has to occur: wasm-bindgen exports the closures that JavaScript is given, and
/// leaves in the table what all others of js-sys would be entered by; and it takes out what makes tasks that suspend
/// their stack (JSPI), but not what wakes them.
const UNCALLED: &[&[&str]] = &[
    &["12wasm_bindgen7convert8closures", "6invoke"],
    &["6js_sys7futures4jspi10task_waker"],
];

#[derive(Default)]
struct Called(BTreeSet<FunctionId>);

impl Visitor<'_> for Called {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.0.insert(*function);
    }
}

/// Takes their bodies. A table cannot be without them, but wasm-opt makes one function of all that are alike.
pub fn empty(module: &mut Module) -> Outcome {
    let mut called = Called::default();
    for (_, function) in module.funcs.iter_local() {
        dfs_in_order(&mut called, function, function.entry_block());
    }
    for export in module.exports.iter() {
        if let ExportItem::Function(function) = export.item {
            called.0.insert(function);
        }
    }
    for parts in UNCALLED {
        let is_uncalled = |id: &FunctionId| {
            let name = module.funcs.get(*id).name.as_deref().unwrap_or_default();
            parts.iter().all(|part| name.contains(part)) && !called.0.contains(id)
        };
        let all = module.funcs.iter_local().map(|(id, _)| id);
        let uncalled: Vec<_> = all.filter(is_uncalled).collect();
        if uncalled.is_empty() {
            return Err(
                Failure::new(format!("the module has no uncalled {parts:?} any more"))
                    .advice("adapt xtask/src/uncalled.rs"),
            );
        }
        for id in uncalled {
            let function = module.funcs.get_mut(id).kind.unwrap_local_mut();
            let mut body = function.builder_mut().func_body();
            body.instrs_mut().clear();
            body.unreachable();
        }
    }
    Ok(())
}
