//! What the kernel promises, tried on a small workshop and on two models that do nothing but set timers.

mod bell;
mod golden;
mod past;
mod rows;
mod runs;
mod workshop;
