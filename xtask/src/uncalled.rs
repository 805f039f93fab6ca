//! Functions that nothing calls any more, though the module's table of functions names them.

use std::collections::BTreeSet;
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{ElementItems, ExportItem, FunctionBuilder, FunctionId, Module};

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

/// Puts one function that traps into their places in the table, so that nothing mentions them.
pub fn forget(module: &mut Module) {
    let mut called = Called::default();
    for (_, function) in module.funcs.iter_local() {
        dfs_in_order(&mut called, function, function.entry_block());
    }
    for export in module.exports.iter() {
        if let ExportItem::Function(function) = export.item {
            called.0.insert(function);
        }
    }
    let mut trap = FunctionBuilder::new(&mut module.types, &[], &[]);
    trap.func_body().unreachable();
    let trap = trap.finish(Vec::new(), &mut module.funcs);
    for parts in UNCALLED {
        let is_uncalled = |id: &FunctionId| {
            let name = module.funcs.get(*id).name.as_deref().unwrap_or_default();
            parts.iter().all(|part| name.contains(part)) && !called.0.contains(id)
        };
        let mut forgotten = 0;
        for element in module.elements.iter_mut() {
            if let ElementItems::Functions(functions) = &mut element.items {
                for place in functions.iter_mut().filter(|id| is_uncalled(id)) {
                    *place = trap;
                    forgotten += 1;
                }
            }
        }
        // Another compiler may name or place them otherwise; the module is then larger, and right all the same.
        println!("  {forgotten} places of {} taken out", parts.join(" … "));
    }
}
