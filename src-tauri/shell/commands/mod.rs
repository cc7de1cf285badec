//! What the window may ask, one file per screen. A command only passes on to the session; what may
//! take long or waits for the disk does so [aside], so that the keys of the window are answered
//! meanwhile.

mod about;
mod answer;
mod backups;
mod blank_form;
mod checking;
mod comparing;
mod editing;
mod exporting;
mod import;
mod opening;
mod paragraphs;
mod preferences;
mod printing;
mod review;
mod start;
mod text;
#[cfg(test)]
mod typescript;
mod versions;

pub use answer::{Answer, Folders, TheSession};
use answer::{aside, asked, documents};

/// Calls off what is under way.
#[tauri::command(async)]
fn stop_task(session: TheSession) {
    session.cancel_exports();
}

/// Every command, for the builder.
pub fn all<R: tauri::Runtime>() -> impl Fn(tauri::ipc::Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        about::about,
        stop_task,
        start::start,
        start::begin_anew,
        start::close_window,
        start::add_organ,
        start::new_report,
        start::open_example,
        start::delete_report,
        start::restore_report,
        blank_form::blank_forms,
        blank_form::export_blank_form,
        import::choose_file,
        import::preview_file,
        import::preview_paste,
        import::stop_reading,
        import::correct_import,
        import::take_back_correction,
        import::accept_import,
        import::choose_import_folder,
        import::files_among,
        import::survey_file,
        import::accept_found,
        import::open_original,
        editing::open_report,
        editing::keep,
        editing::edit_cells,
        editing::paste_table,
        editing::edit_text,
        editing::confirm_taken_over,
        editing::apply_fix,
        editing::undo,
        editing::redo,
        editing::give_reason,
        editing::take_back_reason,
        editing::set_state,
        editing::publish,
        editing::explain_rule,
        paragraphs::shape_text,
        paragraphs::clean_pasted,
        text::quote_figure,
        text::take_last_text,
        text::tick_aspect,
        text::find_words,
        text::replace_words,
        checking::export_check_list,
        checking::choose_folder,
        checking::check_folder,
        checking::stop_folder,
        checking::export_folder,
        comparing::compare_reports,
        comparing::explain_change,
        comparing::take_over_reason,
        comparing::export_comparison,
        printing::lay_out,
        printing::pages_to_print,
        printing::open_print_dialog,
        printing::page_image,
        printing::choose_pdf,
        printing::export_pdf,
        exporting::export_files,
        exporting::export_publication,
        opening::open_written,
        opening::show_written,
        preferences::preferences,
        preferences::save_organ,
        preferences::remove_organ,
        preferences::restore_organ,
        preferences::save_rules,
        preferences::choose_rules,
        preferences::export_rules,
        preferences::import_rules,
        preferences::change_folder,
        versions::versions,
        versions::compare_versions,
        versions::lay_out_version,
        versions::take_back,
        versions::export_trail,
        review::review,
        review::send_for_review,
        review::choose_returned,
        review::read_returned,
        review::read_returned_words,
        review::take_returned,
        review::reject_returned,
        review::end_review,
        review::tick_note,
        backups::backups,
        backups::back_up_now,
        backups::safety_reminders,
        backups::choose_second_place,
        backups::preview_backup,
        backups::restore_all,
        backups::restore_one,
        backups::salvaged,
        backups::forget_salvaged,
        backups::move_out,
        backups::choose_moved,
        backups::choose_place,
    ]
}
