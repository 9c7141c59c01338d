//! Where the application touches the browser: address bar, clock, storage, network, files, focus.
//!
//! Each effect is a hook or a function; nothing else in this crate reads or changes the browser.

mod address;
mod clock;
mod download;
mod focus;
mod frame;
mod guard;
mod menu;
mod portions;
mod rows;
mod scenarios;
mod storage;
mod style;
mod theme;

pub(crate) use address::{current_route, use_address};
pub(crate) use clock::{use_clock, use_dismissal};
pub(crate) use download::{copy, download, download_archive, download_svg, read_file, save_png};
pub(crate) use focus::{
    card_click, focus_drawn, focus_page, use_focus_follow, use_focus_trap, use_page_in_view, use_scroll_into_view,
    use_scroll_to_end, use_scroll_to_right, use_show_within,
};
pub(crate) use frame::use_frame;
pub(crate) use guard::{use_leave_guard, use_undo_keys};
pub(crate) use menu::{Entry, focus_button, focus_entry, use_menu_list};
pub(crate) use portions::use_portions;
pub(crate) use rows::{RowsInView, use_rows, use_scroll_to_row};
pub(crate) use scenarios::use_scenarios;
pub(crate) use storage::{read_progress, read_theme, use_storage};
pub(crate) use style::use_style;
pub(crate) use theme::use_theme;
