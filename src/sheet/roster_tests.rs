use super::*;
use crate::sheet::read::read_bytes;

fn roster_of(csv: &str, options: Options) -> Roster {
    from_grids(&read_bytes(csv.as_bytes(), None).unwrap(), options).unwrap()
}

fn roster(csv: &str) -> Roster {
    roster_of(csv, Options { default_year: Some(2026), ..Options::default() })
}

/// The only entry of a sheet with one column beside the name.
fn entry(head: &str, cell: &str) -> RosterEntry {
    let roster = roster(&format!("序号\t单位名称\t{head}\n1\t丰泽服饰\t{cell}\n"));
    assert_eq!(roster.entries.len(), 1, "{head} {cell}: {:?}", roster.problems);
    roster.entries[0].clone()
}

fn codes(roster: &Roster) -> Vec<(u32, &str)> {
    roster.problems.iter().map(|problem| (problem.row, problem.code)).collect()
}

#[test]
fn a_row_becomes_an_entry_in_normalised_form() {
    let roster = roster(
        "序号,单位名称,统一社会信用代码,单位类型,注册地址,所属行业,法定代表人,安全员,手机,座机,社区,网格,是否重点,风险等级,经营状态,成立日期,备注\n\
         1, 泉州丰泽　服饰 ,91350503ma31dky80a,企业,普泽路１号,服装,张三,李四/王五,138 0595 0001,059522000004,招联社区,第一网格,√,橙色,停业,2020.3.5,无\n",
    );
    assert_eq!(roster.problems, []);
    assert_eq!(
        roster.entries,
        [RosterEntry {
            row: 2,
            name: "泉州丰泽 服饰".into(),
            uscc: Some("91350503MA31DKY80A".into()),
            licensed: Some(true),
            kind: Some("enterprise"),
            address: Some("普泽路1号".into()),
            industry: Some("服装".into()),
            person_in_charge: Some("张三".into()),
            safety_lead: Some("李四/王五".into()),
            phone: Some("13805950001、0595-22000004".into()),
            community: Some("招联社区".into()),
            grid: Some("第一网格".into()),
            key: Some(true),
            risk: Some("orange"),
            status: Some("suspended"),
            founded: NaiveDate::from_ymd_opt(2020, 3, 5),
            ..RosterEntry::default()
        }]
    );
}

#[test]
fn an_address_cell_may_hold_two_places() {
    let table = [
        (
            "金鲤大厦204室；生产场所：群山社区普泽路119号",
            "金鲤大厦204室",
            Some("群山社区普泽路119号"),
        ),
        ("金鲤大厦204室（实际经营地址：普泽路119号）", "金鲤大厦204室", Some("普泽路119号")),
        ("金鲤大厦204室,生产地址:普泽路119号", "金鲤大厦204室", Some("普泽路119号")),
        ("普泽路生产场所大楼", "普泽路生产场所大楼", None),
    ];
    for (cell, address, site) in table {
        let entry = entry("地址", cell);
        assert_eq!(
            (entry.address.as_deref(), entry.site_address.as_deref()),
            (Some(address), site)
        );
    }
}

#[test]
fn a_door_number_is_an_address_or_the_end_of_one() {
    for head in ["门牌", "门牌号", "门牌号码", "坐落", "店址", "具体地址"] {
        assert_eq!(entry(head, "北峰路12号").address.as_deref(), Some("北峰路12号"), "{head}");
    }
    for (heads, cells, address) in [
        ("街路巷\t门牌号", "北峰路\t12", "北峰路12号"),
        ("门牌号\t街路巷", "12-3号\t北峰路", "北峰路12-3号"),
        ("地址\t门牌号", "北峰路12号\t12号", "北峰路12号"),
        ("地址\t门牌号", "\t北峰路12号", "北峰路12号"),
        ("地址\t注册地址", "北峰路12号\t金鲤大厦204室", "北峰路12号"),
    ] {
        assert_eq!(entry(heads, cells).address.as_deref(), Some(address), "{heads} {cells}");
    }
}

#[test]
fn what_was_decided_of_a_namesake_is_read() {
    for (cell, decided, odd) in [
        ("更新", Some(Namesake::Update), 0),
        ("新增", Some(Namesake::New), 0),
        ("", None, 0),
        ("随便", None, 1),
    ] {
        let roster = roster(&format!("单位名称,地址,同名处理\n丰泽服饰,一号,{cell}\n"));
        assert_eq!(roster.entries[0].namesake, decided, "{cell}");
        assert_eq!(roster.problems.len(), odd, "{cell}: {:?}", roster.problems);
    }
}

#[test]
fn what_a_department_supervises_itself_is_named() {
    for (head, cell, direct) in [
        ("部门直管", "市场监管局，特种设备", Some("市场监管局，特种设备")),
        ("直管部门", "消防救援大队", Some("消防救援大队")),
        ("不纳入网格原因", "军队管理", Some("军队管理")),
        ("是否部门直管", "是", Some("部门直管")),
        ("是否直管", "否", Some("")),
        ("部门直管", "无", None),
        ("部门直管", "", None),
    ] {
        let roster = roster(&format!("单位名称,{head},地址\n甲厂,{cell},1号\n"));
        assert_eq!(roster.entries[0].direct.as_deref(), direct, "{head} {cell}");
        let asked: &[(u32, &str)] = if cell == "是" { &[(2, "direct_unnamed")] } else { &[] };
        let of_direct = |code: &&(u32, &str)| code.1 != "uscc_missing";
        let told: Vec<(u32, &str)> = codes(&roster).iter().filter(of_direct).copied().collect();
        assert_eq!(told, asked);
    }
    let both = roster("单位名称,是否直管,直管部门\n甲厂,是,住建局\n乙厂,否,\n");
    let direct = both.entries.iter().map(|entry| entry.direct.as_deref()).collect::<Vec<_>>();
    assert_eq!(direct, [Some("住建局"), Some("")]);
}

#[test]
fn a_number_beside_a_person_is_a_phone() {
    let both = entry("负责人", "张三13805950001");
    assert_eq!(both.person_in_charge.as_deref(), Some("张三"));
    assert_eq!(both.phone.as_deref(), Some("13805950001"));
    assert_eq!(entry("负责人", "张三、李四").person_in_charge.as_deref(), Some("张三、李四"));
}

#[test]
fn problems_name_row_column_and_remedy() {
    let roster = roster(
        "招联社区名册\n\
         单位名称,统一社会信用代码,联系电话,成立日期,风险等级\n\
         甲厂,9.1350203E+17,13805950001,,\n\
         ,91350503MA31DKY80A,13805950002,,\n\
         乙厂,91350203M0001QAY9B,1380595,2020.2.30,\n\
         丙厂,91350203M0001QAY9B,1380595,3月5日,紫\n\
         丁厂,,,,\n\
         戊厂,无证,,,\n\
         己厂,350503100012345,,,\n",
    );
    assert_eq!(
        codes(&roster),
        [
            (3, "uscc_as_number"),
            (4, "name_missing"),
            (5, "uscc_check"),
            (5, "phone_odd"),
            (5, "date_impossible"),
            (6, "uscc_check"),
            (6, "phone_odd"),
            (6, "word_unknown"),
            (7, "uscc_missing"),
            (9, "uscc_old"),
        ]
    );
    assert_eq!(
        roster.problems[2].message,
        "第5行“统一社会信用代码”：代码91350203M0001QAY9B的校验码应为9，请对照营业执照核对"
    );
    assert_eq!(roster.rejected.iter().map(|r| r.row).collect::<Vec<_>>(), [3, 4, 5]);
    assert_eq!(roster.rejected[0].cells[1], "9.1350203E+17");
    let kept: Vec<(u32, Option<bool>)> =
        roster.entries.iter().map(|entry| (entry.row, entry.licensed)).collect();
    assert_eq!(kept, [(6, Some(true)), (7, None), (8, Some(false)), (9, Some(true))]);
    assert_eq!(roster.entries[0].phone.as_deref(), Some("1380595"), "nothing typed is lost");
    assert_eq!(roster.entries[0].founded, NaiveDate::from_ymd_opt(2026, 3, 5));
    assert_eq!(roster.skipped, [(1, Skip::Title), (2, Skip::Head)]);
}

#[test]
fn odd_codes_are_taken_when_asked() {
    let csv = "单位名称,信用代码,电话\n甲厂,群山社区,119\n";
    assert_eq!(roster(csv).rejected.len(), 1);
    let taken = roster_of(csv, Options { accept_odd_codes: true, ..Options::default() });
    assert_eq!(taken.entries[0].uscc.as_deref(), Some("群山社区"));
    assert_eq!(taken.problems[0].level, Level::Warning);
}

#[test]
fn a_column_of_licences_may_say_only_whether_there_is_one() {
    let table = [
        ("有", Some(true)),
        ("有证", Some(true)),
        ("已办理", Some(true)),
        ("√", Some(true)),
        ("无", Some(false)),
        ("未办理", Some(false)),
        ("×", Some(false)),
        ("/", None),
    ];
    for (cell, licensed) in table {
        let entry = entry("营业执照", cell);
        assert_eq!((entry.licensed, entry.uscc), (licensed, None), "{cell}");
    }
    // Beside the code it fills what the code leaves open; an old number that is not there takes no licence away.
    let roster = roster(
        "单位名称,统一社会信用代码,营业执照,注册号\n\
         甲厂,91350503MA31DKY80A,有,无\n\
         乙厂,,有,无\n\
         丙厂,,无,\n\
         丁厂,,1,\n",
    );
    let told: Vec<_> =
        roster.entries.iter().map(|entry| (entry.uscc.is_some(), entry.licensed)).collect();
    assert_eq!(told, [(true, Some(true)), (false, Some(true)), (false, Some(false))]);
    assert_eq!(codes(&roster), [(5, "uscc_malformed")], "a figure is a code that is too short");
}

#[test]
fn repeated_rows_are_told_from_namesakes() {
    let roster = roster(
        "单位名称,统一社会信用代码,地址,社区\n\
         甲厂,91350503MA31DKY80A,一号,招联\n\
         甲厂（北店）,91350503MA31DKY80A,二号,招联\n\
         甲厂（南店）,91350503MA31DKY80A,,招联\n\
         乙厂,无证,一号,招联\n\
         乙 厂,无证,一号,招联\n\
         乙厂,无证,九号,招联\n\
         乙厂,无证,一号,群山\n\
         甲厂,,,招联\n",
    );
    // One code at two addresses under two names is two sites; without an address nobody can tell.
    assert_eq!(roster.duplicates, [(4, 2), (6, 5), (9, 2)]);
    assert_eq!(roster.entries.iter().map(|e| e.row).collect::<Vec<_>>(), [2, 3, 5, 7, 8]);
    assert!(codes(&roster).contains(&(3, "same_code")));
    assert!(codes(&roster).contains(&(7, "same_name")));
}

#[test]
fn rows_of_one_name_without_an_address_are_asked_about() {
    let roster = roster(
        "单位名称,地址,负责人,联系方式,同名处理\n\
         沙县小吃,,甲一,13800000001,\n\
         沙县小吃,,甲二,13800000002,\n\
         沙县 小吃,,甲一,13800000001,\n\
         理发店,,,,\n\
         理发店,,,,\n\
         理发店,,,,新增\n\
         早餐店,一号,乙一,,\n\
         早餐店,,乙二,,\n\
         早餐店,一号,乙三,,\n",
    );
    // The same phone, or the same address, is the same premises; a bare name is anybody's.
    assert_eq!(roster.duplicates, [(4, 2), (10, 8)]);
    let like: Vec<(u32, Option<u32>)> =
        roster.entries.iter().map(|entry| (entry.row, entry.like)).collect();
    assert_eq!(
        like,
        [(2, None), (3, Some(2)), (5, None), (6, Some(5)), (7, Some(5)), (8, None), (9, Some(8))]
    );
    let [first, second] = [0, 1].map(|at| &roster.entries[at]);
    assert_eq!(
        first.differences(second),
        ["负责人第2行“甲一”，第3行“甲二”", "联系方式第2行“13800000001”，第3行“13800000002”"]
    );
    let mut merged = first.clone();
    merged.merge(second);
    assert_eq!(merged.phone, second.phone);
}

#[test]
fn broken_text_is_never_taken_for_a_name() {
    let grids = [Grid {
        rows: vec![
            ["单位名称", "地址", "电话"].map(|s| Cell::Text(s.into())).to_vec(),
            ["丰泽\u{FFFD}", "一号", "119"].map(|s| Cell::Text(s.into())).to_vec(),
            ["丰泽服饰", "一\u{FFFD}", "119"].map(|s| Cell::Text(s.into())).to_vec(),
            ["#N/A", "一号", "119"].map(|s| Cell::Text(s.into())).to_vec(),
            ["丰泽\u{200B}鞋材", "一号", "119"].map(|s| Cell::Text(s.into())).to_vec(),
        ],
        first_row: 1,
        broken_text: true,
        ..Grid::default()
    }];
    let roster = from_grids(&grids, Options::default()).unwrap();
    assert_eq!(
        codes(&roster),
        [
            (2, "broken_file"),
            (2, "broken_text"),
            (3, "broken_text"),
            (4, "formula_error"),
            (5, "invisible")
        ]
    );
    assert_eq!(roster.entries.iter().map(|e| e.row).collect::<Vec<_>>(), [3, 5]);
    assert_eq!(roster.entries[0].address, None);
    assert_eq!(roster.entries[1].name, "丰泽鞋材");
}

#[test]
fn a_code_in_a_number_cell_is_known_to_be_broken() {
    let grids = [Grid {
        rows: vec![
            ["单位名称", "统一社会信用代码", "电话"].map(|s| Cell::Text(s.into())).to_vec(),
            vec![
                Cell::Text("丰泽服饰".into()),
                Cell::Number(913502000728319549.0),
                Cell::Number(13805950001.0),
            ],
        ],
        first_row: 1,
        ..Grid::default()
    }];
    let roster = from_grids(&grids, Options::default()).unwrap();
    assert_eq!(codes(&roster), [(2, "uscc_as_number")]);
}

#[test]
fn a_file_without_heads_is_told_what_to_add() {
    let grids = read_bytes("甲,乙\n丙,丁\n".as_bytes(), None).unwrap();
    assert_eq!(from_grids(&grids, Options::default()).unwrap_err(), RosterError::NoHeads);
}

#[test]
fn many_a_roster_has_only_where_the_work_is_done() {
    let roster = roster(
        "单位名称,统一社会信用代码/注册号,经营地址,成立日期\n\
         好又来便利店,,霞美路1号,2020年7月\n\
         好又来便利店,,南环路2号,\n\
         好又来便利店,,南环路 ２号,\n",
    );
    let rows: Vec<u32> = roster.entries.iter().map(|entry| entry.row).collect();
    assert_eq!(rows, [2, 3], "two places are two premises");
    assert_eq!(roster.duplicates, [(4, 3)]);
    assert!(roster.entries.iter().all(|entry| entry.like.is_none() && entry.founded.is_none()));
    assert!(roster.unused.is_empty(), "{:?}", roster.unused);
    assert!(codes(&roster).contains(&(2, "date_no_day")));
}

#[test]
fn a_code_that_was_a_number_does_not_come_back_as_text() {
    let roster =
        roster("名称,信用代码,地址\n甲厂,913505031561901400,一号\n乙厂,91350203M0001QAY9B,二号\n");
    assert_eq!(codes(&roster), [(2, "uscc_as_number"), (3, "uscc_check")]);
    assert_eq!(roster.rejected.len(), 1);
}
