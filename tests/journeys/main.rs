//! Journeys for what only a browser can show. One module for each part of the application.

mod accessibility;
mod care;
mod failed_qa;
mod first_multistage;
mod fork_and_join;
mod keyboard;
mod opening;
mod partial_success;
mod playing;
mod reading;
mod scheduled_deployment;
mod time_travel;
