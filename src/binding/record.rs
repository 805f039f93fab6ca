//! A classification as a row of numbers, for JavaScript to read in one pass (`js/codec.js`
//! holds the same order). Text is an address and a length in this module's memory; -1 is null.

use crate::core::classification::{Classification, Field, Text};

/// The row that is read next, and the text in it that stands nowhere else.
pub struct Record {
    slots: Vec<f64>,
    /// Text that was unescaped or joined, and so stands in no input.
    owned: String,
    /// Slots that hold an offset into `owned`, not yet an address.
    pending: Vec<usize>,
}

impl Record {
    /// A record without content.
    pub const fn new() -> Record {
        Record { slots: Vec::new(), owned: String::new(), pending: Vec::new() }
    }

    /// Writes a classification and gives the address of the row.
    pub fn write(&mut self, classification: &Classification<'_>, now_ms: f64) -> *const f64 {
        self.slots.clear();
        self.owned.clear();
        self.pending.clear();
        let c = classification;
        self.slots.extend([
            f64::from(c.kind as u8),
            f64::from(c.action as u8),
            f64::from(u8::from(c.retryable)),
            f64::from(c.decided_by as u8),
            optional(c.retry_after_ms),
            optional(c.retry_at(now_ms)),
            optional(c.status.map(f64::from)),
        ]);
        for text in [&c.code, &c.message, &c.kind_type, &c.request_id, &c.docs_url, &c.upgrade_url] {
            self.text(text.as_ref());
        }
        self.slots.push(f64::from(u8::from(c.quota.is_some())));
        let quota = c.quota.unwrap_or_default();
        self.slots.extend([
            optional(quota.limit),
            optional(quota.used),
            optional(quota.remaining),
            optional(quota.reset_at),
            quota.window.map_or(-1.0, |window| f64::from(window as u8)),
        ]);
        self.slots.push(f64::from(u8::from(c.plan.is_some())));
        let plan = c.plan.as_ref();
        self.text(plan.and_then(|plan| plan.required.as_ref()));
        self.text(plan.and_then(|plan| plan.current.as_ref()));
        self.text(plan.and_then(|plan| plan.feature.as_ref()));
        self.slots.push(c.fields.len() as f64);
        for field in &c.fields {
            self.field(field);
        }
        // Only now does `owned` stay where it is.
        let base = self.owned.as_ptr() as usize as f64;
        for &slot in &self.pending {
            if let Some(address) = self.slots.get_mut(slot) {
                *address += base;
            }
        }
        self.slots.as_ptr()
    }

    fn field(&mut self, field: &Field<'_>) {
        self.text(Some(&field.path));
        self.text(field.message.as_ref());
        self.text(field.code.as_ref());
        self.slots.push(optional(field.max));
        self.slots.push(field.allowed.len() as f64);
        for value in &field.allowed {
            self.text(Some(value));
        }
    }

    fn text(&mut self, text: Option<&Text<'_>>) {
        let (address, length) = match text {
            None => (-1.0, 0),
            Some(Text::Borrowed(text)) => (text.as_ptr() as usize as f64, text.len()),
            Some(Text::Owned(text)) => {
                let offset = self.owned.len();
                self.owned.push_str(text);
                self.pending.push(self.slots.len());
                (offset as f64, text.len())
            }
        };
        self.slots.extend([address, length as f64]);
    }
}

fn optional(value: Option<f64>) -> f64 {
    value.unwrap_or(f64::NAN)
}
