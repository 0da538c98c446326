//! Which column of the data is what. Manual page: `tests/spec/charts.md`.

use super::settings::Settings;
use super::table::Cell;
use super::{Reader, named, shortened, values};
use crate::deck::Axis;
use crate::source::{Diagnostic, Spanned};

/// The columns of a chart's data by their numbers.
pub struct Columns<'a> {
    head: &'a [Cell],
    /// Where along x.
    pub x: usize,
    /// The series of a row, for long data.
    pub series: Option<usize>,
    /// The name of a row's point.
    pub label: Option<usize>,
    /// Columns of values.
    pub values: Vec<Values>,
}

/// One column of values.
pub struct Values {
    /// Its number.
    pub column: usize,
    /// Its name without its unit.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// The columns of the lower and upper end of its band.
    pub band: Option<(usize, usize)>,
    /// The column of its deviation.
    pub deviation: Option<usize>,
}

impl<'a> Columns<'a> {
    /// Finds every column; one that is named and not there is said. `None` when no value is left.
    pub fn new(
        head: &'a [Cell],
        rows: &[Vec<Cell>],
        settings: &Settings,
        reader: &mut Reader<'_>,
    ) -> Option<Columns<'a>> {
        let mut find = |wanted: &Option<Spanned<String>>| {
            let wanted = wanted.as_ref()?;
            let found = position(head, &wanted.value);
            if found.is_none() {
                reader.say(missing(&wanted.value, wanted, head));
            }
            found
        };
        let x = find(&settings.x).unwrap_or(0);
        let (series, label) = (find(&settings.series), find(&settings.label));
        let (low, high) = (find(&settings.low), find(&settings.high));
        let mut columns = Columns { head, x, series, label, values: Vec::new() };
        let mut chosen: Vec<usize> = Vec::new();
        let given = settings.y.is_some();
        if let Some(wanted) = &settings.y {
            // A name may hold a comma.
            let whole = position(head, &wanted.value).is_some();
            let parts: Vec<&str> =
                if whole { vec![&wanted.value] } else { wanted.value.split(',').map(str::trim).collect() };
            for part in parts {
                match position(head, part) {
                    Some(column) => chosen.push(column),
                    None => reader.say(missing(part, wanted, head)),
                }
            }
        }
        if chosen.is_empty() {
            let taken = [Some(x), series, label, low, high];
            chosen = (0..head.len()).filter(|column| !taken.contains(&Some(*column))).collect();
        }
        let belongs: Vec<Option<Belongs>> = (0..head.len()).map(|column| columns.belongs(column)).collect();
        for column in chosen {
            if belongs[column].is_some() {
                continue;
            }
            let is_number = |row: &Vec<Cell>| {
                row.get(column).is_some_and(|cell| values::number(&cell.text, reader.comma).is_some())
            };
            // A column of words that nobody asked for is a remark.
            if !given && head.len() > 2 && !rows.iter().any(is_number) {
                continue;
            }
            let (name, unit) = values::name_and_unit(columns.name(column));
            let of = |way: Way| {
                belongs.iter().position(|belongs| belongs.as_ref().is_some_and(|b| b.to == column && b.way == way))
            };
            let mut band = of(Way::Low).zip(of(Way::High));
            if columns.values.is_empty() {
                band = low.zip(high).or(band);
            }
            columns.values.push(Values {
                column,
                name: name.to_owned(),
                unit: unit.to_owned(),
                band,
                deviation: of(Way::Deviation),
            });
        }
        // Long data have one column of values.
        if columns.series.is_some() {
            columns.values.truncate(1);
        }
        if columns.values.is_empty() {
            let found = Diagnostic::error("chart-empty", "the chart has no column of values", reader.written.span);
            reader.say(found.hint("name the columns in the first row: x first, then one column for each series"));
            return None;
        }
        Some(columns)
    }

    /// A column's name as written.
    pub fn name(&self, column: usize) -> &'a str {
        self.head.get(column).map_or("", |cell| cell.text.as_str())
    }

    /// What y measures: the one series' name, or what all series have in common.
    pub fn title_y(&self, axis: &mut Axis, settings: &Settings) {
        if let Some(title) = &settings.titles[1] {
            let (name, unit) = values::name_and_unit(title);
            (axis.title, axis.unit, axis.is_titled) = (name.to_owned(), unit.to_owned(), true);
            return;
        }
        let Some(first) = self.values.first() else { return };
        if self.values.len() == 1 {
            axis.title = first.name.clone();
        }
        if self.values.iter().all(|value| value.unit == first.unit) {
            axis.unit = first.unit.clone();
        }
    }

    /// `8B low`, `8B high` and `8B ±` belong to the column `8B`.
    fn belongs(&self, column: usize) -> Option<Belongs> {
        let (name, _) = values::name_and_unit(self.name(column));
        let ways = [(" low", Way::Low), (" high", Way::High), (" ±", Way::Deviation), (" sd", Way::Deviation)];
        ways.into_iter().find_map(|(end, way)| {
            let base = name.strip_suffix(end)?.trim();
            let to = (0..self.head.len()).find(|other| values::name_and_unit(self.name(*other)).0 == base)?;
            (to != column).then_some(Belongs { to, way })
        })
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Low,
    High,
    Deviation,
}

struct Belongs {
    to: usize,
    way: Way,
}

/// The column of that name, with or without its unit.
fn position(head: &[Cell], name: &str) -> Option<usize> {
    let name = name.trim();
    let same = |cell: &Cell| cell.text == name;
    let bare = |cell: &Cell| values::name_and_unit(&cell.text).0 == name;
    head.iter().position(same).or_else(|| head.iter().position(bare))
}

fn missing(name: &str, place: &Spanned<String>, head: &[Cell]) -> Diagnostic {
    let names: Vec<String> = head.iter().map(|cell| values::name_and_unit(&cell.text).0.to_owned()).collect();
    Diagnostic::error("chart-column", format!("the data have no column `{}`", shortened(name)), place.span)
        .hint(named(name, &names))
}
