//! Values as JavaScript would give them, written as JavaScript names them.
#![allow(non_upper_case_globals, non_snake_case)]

use redress::core::options::{Given, Shape};

pub const Undefined: Given<'_> = a(Shape::Undefined);
pub const Null: Given<'_> = a(Shape::Null);
pub const Function: Given<'_> = a(Shape::Function);
pub const List: Given<'_> = a(Shape::List);
pub const Signal: Given<'_> = a(Shape::Signal);
pub const Budget: Given<'_> = a(Shape::Budget);
pub const Other: Given<'_> = a(Shape::Other);

const fn a(shape: Shape) -> Given<'static> {
    Given {
        shape,
        number: 0.0,
        text: "",
    }
}

pub fn Number(number: f64) -> Given<'static> {
    Given {
        shape: Shape::Number,
        number,
        text: "",
    }
}

pub fn Flag(flag: bool) -> Given<'static> {
    Given {
        shape: Shape::Flag,
        number: f64::from(u8::from(flag)),
        text: "",
    }
}

pub fn text(text: &str) -> Given<'_> {
    Given {
        shape: Shape::Text,
        number: 0.0,
        text,
    }
}
