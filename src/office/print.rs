//! Stub for the build; filled below.
