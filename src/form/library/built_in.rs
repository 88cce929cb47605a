//! The forms compiled in. A file added under `forms/` is added here; a test says when one is forgotten.

macro_rules! forms {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../../forms/", $path)))),*]
    };
}

/// Path below `forms/` and text of each.
pub(super) const BUILT_IN: &[(&str, &str)] = forms![
    "checklist/table4.toml",
    "notice/rectification.toml",
    "paper/acceptance_opinion.toml",
    "paper/acceptance_request.toml",
    "paper/accident_report.toml",
    "paper/accident_timeline.toml",
    "paper/reward_list.toml",
    "paper/sample_list.toml",
    "paper/admonition.toml",
    "paper/analysis.toml",
    "paper/campaign_report.toml",
    "paper/category_list.toml",
    "paper/change_list.toml",
    "paper/circular.toml",
    "paper/closure_report.toml",
    "paper/clue_sum.toml",
    "paper/community_book.toml",
    "paper/community_supervision.toml",
    "paper/day_sheet.toml",
    "paper/completeness.toml",
    "paper/delivery_list.toml",
    "paper/discipline_transfer.toml",
    "paper/coverage.toml",
    "paper/dossier.toml",
    "paper/dossier_cover.toml",
    "paper/duty_list.toml",
    "paper/extension_opinion.toml",
    "paper/extension_request.toml",
    "paper/grid_duties.toml",
    "paper/grid_tree.toml",
    "paper/hazard_ledger.toml",
    "paper/interview_notice.toml",
    "paper/interview_record.toml",
    "paper/kept_lists.toml",
    "paper/kept_rows.toml",
    "paper/key_list.toml",
    "paper/major.toml",
    "paper/major_close.toml",
    "paper/major_report.toml",
    "paper/monthly_community.toml",
    "paper/monthly_sum.toml",
    "paper/object_list.toml",
    "paper/penalty_sum.toml",
    "paper/problem_list.toml",
    "paper/quarterly.toml",
    "paper/ranking.toml",
    "paper/recheck.toml",
    "paper/refusal_report.toml",
    "paper/resumption_opinion.toml",
    "paper/self_report_sum.toml",
    "paper/self_report_total.toml",
    "paper/service_receipt.toml",
    "paper/site_record.toml",
    "paper/site_record_district.toml",
    "paper/supervision_notice.toml",
    "paper/table1.toml",
    "paper/table2.toml",
    "paper/table3.toml",
    "paper/tipoff.toml",
    "paper/transfer.toml",
    "paper/transfer_receipt.toml",
    "paper/transfer_result.toml",
    "paper/weekly_review.toml",
    "paper/worklog.toml",
    "ledger/accident.toml",
    "ledger/accountability.toml",
    "ledger/appraisal.toml",
    "ledger/attendance.toml",
    "ledger/certificate.toml",
    "ledger/chemical.toml",
    "ledger/clue.toml",
    "ledger/credit.toml",
    "ledger/danger_point.toml",
    "ledger/delivery.toml",
    "ledger/document.toml",
    "ledger/drill.toml",
    "ledger/equipment.toml",
    "ledger/fire_station.toml",
    "ledger/interview.toml",
    "ledger/list_row.toml",
    "ledger/manual_count.toml",
    "ledger/meeting.toml",
    "ledger/model_enterprise.toml",
    "ledger/officer.toml",
    "ledger/officer_exam.toml",
    "ledger/oversight.toml",
    "ledger/penalty.toml",
    "ledger/publicity.toml",
    "ledger/rental.toml",
    "ledger/reward.toml",
    "ledger/score.toml",
    "ledger/self_check.toml",
    "ledger/self_report.toml",
    "ledger/smart_power.toml",
    "ledger/spot_check.toml",
    "ledger/station_duty.toml",
    "ledger/station_member.toml",
    "ledger/supplies.toml",
    "ledger/task.toml",
    "ledger/training.toml",
    "ledger/worklog.toml",
    "register/table2.toml",
    "regime/beifeng.toml",
    "regime/yanta.toml",
    "criteria/fire_2017.toml",
    "criteria/fire_2025.toml",
    "criteria/gongmao_2023.toml",
    "calendar/2026.toml",
    "region/350503.toml",
    "region/610113.toml",
    "map/enterprise.toml",
    "map/problem_list.toml",
];

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    #[test]
    fn every_form_of_the_folder_is_compiled_in() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("forms");
        let mut there = BTreeSet::new();
        for folder in fs::read_dir(&root).unwrap() {
            let folder = folder.unwrap();
            if !folder.file_type().unwrap().is_dir() {
                continue;
            }
            for file in fs::read_dir(folder.path()).unwrap() {
                let path = file.unwrap().path();
                if path.extension().is_some_and(|ending| ending == "toml") {
                    let path = path.strip_prefix(&root).unwrap().to_str().unwrap();
                    there.insert(path.replace('\\', "/"));
                }
            }
        }
        let listed: BTreeSet<String> =
            BUILT_IN.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(listed, there);
    }
}
