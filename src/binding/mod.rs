//! The border to JavaScript: reads values, performs effects, writes results. Decides nothing.
