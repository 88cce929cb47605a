//! `forms/region/*.toml`: the streets and communities of a district with their codes.
//!
//! A name alone is no key: 霞美社区 exists in two streets of one district. It is looked up below its street.

use super::{
    document::{self, Header, Placed, Section, no_doubles, shown},
    fault::{Fault, Faults},
};

pub const SCHEMA: &str = "region/1";

/// One district.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Six figures.
    pub code: String,
    pub revision: u32,
    pub province: String,
    pub city: String,
    pub name: String,
    pub source: String,
    pub streets: Vec<Street>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Street {
    /// Nine figures.
    pub code: String,
    pub name: String,
    pub communities: Vec<Community>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Community {
    /// Twelve figures.
    pub code: String,
    pub name: String,
}

/// What was found under the names given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found<'a> {
    pub region: &'a Region,
    pub street: &'a Street,
    pub community: &'a Community,
}

/// Endings that people write or leave out, longest first.
const DISTRICT_ENDINGS: [&str; 3] = ["区", "县", "市"];
const STREET_ENDINGS: [&str; 6] = ["街道办事处", "街道办", "办事处", "街道", "镇", "乡"];
const COMMUNITY_ENDINGS: [&str; 9] = [
    "社区居民委员会",
    "社区居委会",
    "村民委员会",
    "居民委员会",
    "居委会",
    "村委会",
    "委员会",
    "社区",
    "村",
];

/// Finds the three names, with or without their endings.
pub fn find<'a>(
    regions: impl IntoIterator<Item = &'a Region>,
    district: &str,
    street: &str,
    community: &str,
) -> Option<Found<'a>> {
    let region = pick(regions, district, &DISTRICT_ENDINGS, |region| &region.name)?;
    let street = region.street(street)?;
    let community = street.community(community)?;
    Some(Found { region, street, community })
}

impl Region {
    /// The street of that name, with or without its ending.
    pub fn street(&self, name: &str) -> Option<&Street> {
        pick(&self.streets, name, &STREET_ENDINGS, |street| &street.name)
    }
}

impl Street {
    /// The community of that name, with or without its ending. `None` too when a short name fits two.
    pub fn community(&self, name: &str) -> Option<&Community> {
        pick(&self.communities, name, &COMMUNITY_ENDINGS, |community| &community.name)
    }
}

/// The whole name first; a short one only when it fits one place alone.
fn pick<'a, T>(
    all: impl IntoIterator<Item = &'a T>,
    wanted: &str,
    endings: &[&str],
    name: impl Fn(&T) -> &str,
) -> Option<&'a T> {
    let wanted = wanted.trim();
    let all: Vec<&T> = all.into_iter().collect();
    if let Some(whole) = all.iter().find(|one| name(one) == wanted) {
        return Some(whole);
    }
    let short = stem(wanted, endings);
    let mut fitting = all.iter().filter(|one| stem(name(one), endings) == short);
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

fn stem<'a>(name: &'a str, endings: &[&str]) -> &'a str {
    endings
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .filter(|stem| !stem.is_empty())
        .unwrap_or(name)
}

pub fn parse(file: &str, text: &str) -> (Option<Region>, Vec<Fault>) {
    document::read(file, text, SCHEMA, region)
}

fn region(top: &mut Section<'_>, header: Header, faults: &mut Faults) -> Option<Region> {
    let code = header.code;
    if !is_figures(&code, 6) {
        faults.add(0, "code 要写区县代码，6 位数字");
    }
    let province = top.words("province", faults);
    let city = top.words("city", faults);
    let name = top.words("name", faults);
    let source = top.words("source", faults);
    let mut codes = Vec::new();
    let mut streets = Vec::new();
    for mut section in top.sections("street", faults) {
        let own = section.text("code", faults);
        if let Some(own) = &own {
            if !is_figures(&own.value, 3) {
                faults.add(own.at, "街道 code 要写 3 位数字，例如 008");
            }
            codes.push(own.clone());
        }
        let street = format!("{code}{}", own.map(|own| own.value).unwrap_or_default());
        let name = section.words("name", faults);
        let lines = section.texts("communities", faults);
        section.finish(faults);
        streets.push(Street {
            communities: communities(&street, lines, faults),
            code: street,
            name,
        });
    }
    no_doubles("街道代码", places(&codes), faults);
    Some(Region { code, revision: header.revision, province, city, name, source, streets })
}

/// Lines such as `006 招联社区居委会`.
fn communities(street: &str, lines: Vec<Placed<String>>, faults: &mut Faults) -> Vec<Community> {
    let mut codes = Vec::new();
    let mut communities = Vec::new();
    for line in lines {
        match line.value.split_once(' ') {
            Some((code, name)) if is_figures(code, 3) && !name.trim().is_empty() => {
                communities.push(Community {
                    code: format!("{street}{code}"),
                    name: name.trim().to_owned(),
                });
                codes.push(Placed { value: code.to_owned(), at: line.at });
            }
            _ => faults.add(
                line.at,
                format!(
                    "社区“{}”要写成“3 位代码 空格 名称”，例如 \"006 招联社区居委会\"",
                    shown(&line.value)
                ),
            ),
        }
    }
    no_doubles("社区代码", places(&codes), faults);
    communities
}

fn places(codes: &[Placed<String>]) -> impl Iterator<Item = (&str, usize)> {
    codes.iter().map(|code| (code.value.as_str(), code.at))
}

fn is_figures(text: &str, count: usize) -> bool {
    text.len() == count && text.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions() -> Vec<Region> {
        [
            include_str!("../../forms/region/350503.toml"),
            include_str!("../../forms/region/610113.toml"),
        ]
        .into_iter()
        .map(|text| {
            let (region, faults) = parse("region.toml", text);
            assert_eq!(faults, []);
            region.expect("a region")
        })
        .collect()
    }

    #[test]
    fn both_districts_are_whole() {
        let count = |region: &Region| {
            let communities = region.streets.iter().map(|street| street.communities.len());
            (region.streets.len(), communities.sum::<usize>())
        };
        assert_eq!(regions().iter().map(count).collect::<Vec<_>>(), [(8, 84), (10, 334)]);
    }

    #[test]
    fn places_are_found_with_or_without_their_endings() {
        let regions = regions();
        for (district, street, community, code) in [
            ("丰泽区", "北峰街道", "招联社区", Some("350503008006")),
            ("丰泽", "北峰", "招联", Some("350503008006")),
            ("丰泽区", "北峰街道办事处", "招联社区居委会", Some("350503008006")),
            ("丰泽区", "城东街道", "霞美社区", Some("350503006003")),
            ("丰泽区", "北峰街道", "霞美社区", Some("350503008007")),
            ("雁塔区", "北峰街道", "招联社区", None),
            ("丰泽区", "北峰街道", "", None),
            // 吉祥 fits two places of this street; only the whole name tells them apart.
            ("雁塔区", "小寨路街道", "吉祥", None),
        ] {
            let found = find(&regions, district, street, community);
            assert_eq!(
                found.map(|found| found.community.code.as_str()),
                code,
                "{district}{street}{community}"
            );
        }
    }

    #[test]
    fn a_faulty_region_reports_everything_at_once() {
        let text = "schema = \"region/1\"\ncode = \"3505\"\nrevision = 1\nprovince = \"福建省\"\ncity = \"泉州市\"\nname = \"丰泽区\"\nsource = \"样例\"\n\
                    [[street]]\ncode = \"8\"\nname = \"北峰街道\"\ncommunities = [\"001北峰\", \"002 拒洪\", \"002 招丰\"]\n";
        let (region, faults) = parse("x.toml", text);
        assert_eq!(region, None);
        let shown: Vec<String> = faults.iter().map(Fault::to_string).collect();
        assert_eq!(
            shown,
            [
                "x.toml:1：code 要写区县代码，6 位数字",
                "x.toml:9：街道 code 要写 3 位数字，例如 008",
                "x.toml:11：社区“001北峰”要写成“3 位代码 空格 名称”，例如 \"006 招联社区居委会\"",
                "x.toml:11：社区代码“002”重复：每个只能出现一次",
            ]
        );
    }
}
