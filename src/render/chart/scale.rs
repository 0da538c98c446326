//! From values to places, and where ticks stand: steps of 1, 2 and 5, decades, years and months.
//! Manual page: `tests/spec/charts.md`.

use super::numbers::{Numbers, civil, power_of_ten};
use crate::deck::{Axis, AxisScale};

/// From values between `low` and `high` to px between `from` and `to`.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// How.
    pub kind: AxisScale,
    /// The value at `from`.
    pub low: f64,
    /// The value at `to`.
    pub high: f64,
    /// In px.
    pub from: f64,
    /// In px.
    pub to: f64,
}

/// A value that is written at an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where.
    pub value: f64,
    /// What stands there.
    pub text: String,
}

impl Scale {
    /// The place of a value in px.
    pub fn at(&self, value: f64) -> f64 {
        let share = match self.kind {
            AxisScale::Log => (value.max(1e-300).ln() - self.low.ln()) / (self.high.ln() - self.low.ln()),
            _ => (value - self.low) / (self.high - self.low),
        };
        let share = if share.is_finite() { share.clamp(-10.0, 10.0) } else { 0.0 };
        self.from + share * (self.to - self.from)
    }

    /// Whether a value lies on the axis.
    pub fn holds(&self, value: f64) -> bool {
        let slack = (self.high - self.low).abs() * 1e-9;
        value >= self.low - slack && value <= self.high + slack
    }
}

/// The least of 1, 2, 5, 10, … that needs at most `most` steps for `span`.
pub fn step(span: f64, most: f64) -> f64 {
    let raw = span / most.max(1.0);
    if !(raw.is_finite() && raw > 0.0) {
        return 1.0;
    }
    let power = 10f64.powf(raw.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| raw <= factor * power * (1.0 + 1e-9)).unwrap_or(10.0);
    factor * power
}

/// The ends of an axis: steps around the data, or what the author says.
pub fn ends(axis: &Axis, low: f64, high: f64, most: f64, from_zero: bool) -> (f64, f64) {
    if let Some((low, high)) = axis.range.filter(|(low, _)| axis.scale != AxisScale::Log || *low > 0.0) {
        return (low, high);
    }
    if axis.scale == AxisScale::Log {
        return (round_log(low, false), round_log(high, true).max(low * 1.01));
    }
    let near_zero = low > 0.0 && low < 0.4 * high || high < 0.0 && high > 0.4 * low;
    let (mut low, mut high) = if from_zero || near_zero { (low.min(0.0), high.max(0.0)) } else { (low, high) };
    if low >= high {
        let by = if low == 0.0 { 1.0 } else { low.abs() * 0.5 };
        (low, high) = if from_zero && low == 0.0 { (0.0, 1.0) } else { (low - by, high + by) };
    }
    let step = step(high - low, most);
    ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step)
}

/// The nearest of 1, 2, 5 times a power of ten below or above.
fn round_log(value: f64, up: bool) -> f64 {
    let power = 10f64.powf(value.log10().floor());
    let factors = [1.0, 2.0, 5.0, 10.0];
    let found = if up {
        factors.into_iter().find(|factor| factor * power >= value * (1.0 - 1e-9))
    } else {
        factors.into_iter().rev().find(|factor| factor * power <= value * (1.0 + 1e-9))
    };
    found.unwrap_or(1.0) * power
}

/// The ticks between the ends of a scale, at most about `most`. `room` is what the words of one take along the axis in px.
pub fn ticks(scale: &Scale, most: f64, numbers: &Numbers, divisor: f64, room: f64) -> Vec<Tick> {
    match scale.kind {
        AxisScale::Log => log_ticks(scale, most, numbers, room),
        AxisScale::Date => date_ticks(scale, most, numbers),
        AxisScale::Words => Vec::new(),
        AxisScale::Linear | AxisScale::Year => {
            let mut step = step(scale.high - scale.low, most);
            if scale.kind == AxisScale::Year {
                step = step.max(1.0);
            }
            let decimals = (0..8).find(|digits| {
                let scaled = step / divisor * 10f64.powi(*digits);
                (scaled - scaled.round()).abs() < 1e-6
            });
            let first = (scale.low / step - 1e-9).ceil();
            let count = ((scale.high / step + 1e-9).floor() - first).clamp(0.0, 200.0) as usize;
            let text = |value: f64| match scale.kind {
                AxisScale::Year => format!("{value:.0}"),
                _ => numbers.write(value / divisor, decimals.unwrap_or(8) as usize),
            };
            (0..=count).map(|at| (first + at as f64) * step).map(|value| Tick { value, text: text(value) }).collect()
        }
    }
}

/// Factors between the powers of ten of a logarithmic axis, from coarse to fine.
const FACTORS: [&[f64]; 4] = [&[1.0], &[1.0, 2.0, 5.0], &[1.0, 3.0], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]];

/// Decades while there are enough of them. Two numbers are the least by which an axis is read, and three show that it is no
/// linear one: with fewer, what lies between the decades is written, too, and in a short range the steps of a linear axis.
fn log_ticks(scale: &Scale, most: f64, numbers: &Numbers, room: f64) -> Vec<Tick> {
    let (first, last) = (scale.low.log10().floor() as i32, scale.high.log10().ceil() as i32);
    let decades = f64::from(last - first).max(1.0);
    let every = ((decades / most).ceil() as i32).max(1);
    let is_short = decades <= 1.0 || decades * 3.0 <= most - 2.0;
    let values = |factors: &[f64], every: i32| -> Vec<f64> {
        let powers = (first..=last).filter(|decade| (decade - first) % every == 0).map(|decade| 10f64.powi(decade));
        let values = powers.flat_map(|power| factors.iter().map(move |factor| factor * power));
        values.filter(|value| scale.holds(*value)).collect()
    };
    let mut values_shown = values(FACTORS[usize::from(is_short)], every);
    if values_shown.len() < 3 {
        let is_free =
            |values: &Vec<f64>| values.windows(2).all(|two| (scale.at(two[1]) - scale.at(two[0])).abs() >= room);
        let even = |most: f64| -> Vec<f64> {
            let step = step(scale.high - scale.low, most);
            let start = (scale.low / step - 1e-9).ceil();
            (0..12)
                .map(|at| (start + f64::from(at)) * step)
                .filter(|value| *value > 0.0 && scale.holds(*value))
                .collect()
        };
        let finer = FACTORS.iter().map(|factors| values(factors, 1));
        let finer = finer.chain([most.max(3.0), most + 2.0, most * 2.0, 4.0, 3.0, 2.0].into_iter().map(even));
        for finer in finer.filter(is_free) {
            if values_shown.len() < 3 && finer.len() > values_shown.len() {
                values_shown = finer;
            }
        }
    }
    let is_far = first < -4 || last > 6;
    let text = |value: f64| {
        let decade = (value.log10() + 1e-9).floor() as i32;
        let factor = value / 10f64.powi(decade);
        match is_far {
            true if (factor - 1.0).abs() < 1e-6 => power_of_ten(decade),
            true => format!("{}·{}", numbers.short(factor, 3), power_of_ten(decade)),
            false => numbers.short(value, 6),
        }
    };
    values_shown.into_iter().map(|value| Tick { value, text: text(value) }).collect()
}

fn date_ticks(scale: &Scale, most: f64, numbers: &Numbers) -> Vec<Tick> {
    let days = scale.high - scale.low;
    let (first, ..) = civil(scale.low.floor() as i64);
    let (last, ..) = civil(scale.high.ceil() as i64);
    let months = [1, 2, 3, 6].into_iter().find(|months| days / (f64::from(*months) * 30.4) <= most);
    if days > 20.0 * most.max(1.0)
        && days < 900.0
        && let Some(months) = months
    {
        let mut out = Vec::new();
        for year in first..=last.min(first + 50) {
            for month in (1..=12).step_by(months as usize) {
                let value = first_of(year, month);
                if scale.holds(value) {
                    let text = if out.is_empty() || month == 1 {
                        format!("{} {year}", numbers.month(month))
                    } else {
                        numbers.month(month).to_owned()
                    };
                    out.push(Tick { value, text });
                }
            }
        }
        return out;
    }
    if months.is_none() || days >= 900.0 {
        let every = step((last - first).max(1) as f64, most).max(1.0) as i64;
        let years = (first..=last).filter(|year| year.rem_euclid(every) == 0).take(100);
        let ticks = years.map(|year| Tick { value: first_of(year, 1), text: year.to_string() });
        return ticks.filter(|tick| scale.holds(tick.value)).collect();
    }
    let every = [1.0, 2.0, 7.0, 14.0].into_iter().find(|every| days / every <= most).unwrap_or(14.0);
    let count = (days / every).floor().clamp(0.0, 100.0) as usize;
    let values = (0..=count).map(|at| scale.low.ceil() + at as f64 * every);
    let text = |value: f64| {
        let (_, month, day) = civil(value as i64);
        format!("{day} {}", numbers.month(month))
    };
    values.map(|value| Tick { value, text: text(value) }).collect()
}

/// Days since 1970-01-01 of the first of a month.
fn first_of(year: i64, month: u32) -> f64 {
    let guess = (year - 1970) * 36_525 / 100 + i64::from(month - 1) * 30;
    (guess - 5..guess + 45).find(|days| civil(*days) == (year, month, 1)).unwrap_or(guess) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(kind: AxisScale, low: f64, high: f64, most: f64) -> Vec<String> {
        let scale = Scale { kind, low, high, from: 0.0, to: 100.0 };
        ticks(&scale, most, &Numbers::of("en"), 1.0, 20.0).into_iter().map(|tick| tick.text).collect()
    }

    #[test]
    fn steps_are_one_two_or_five() {
        assert_eq!([step(10.0, 5.0), step(11.0, 5.0), step(0.3, 4.0)], [2.0, 5.0, 0.1]);
        assert_eq!(texts(AxisScale::Linear, 0.0, 1.0, 5.0), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(texts(AxisScale::Year, 2018.0, 2025.0, 8.0).first().map(String::as_str), Some("2018"));
    }

    #[test]
    fn logarithmic_axes_have_decades() {
        assert_eq!(texts(AxisScale::Log, 1.0, 1e4, 6.0), ["1", "10", "100", "1,000", "10,000"]);
        assert_eq!(texts(AxisScale::Log, 1e18, 1e24, 4.0), ["10¹⁸", "10²⁰", "10²²", "10²⁴"]);
        let axis = Axis { scale: AxisScale::Log, ..Axis::default() };
        assert_eq!(ends(&axis, 3.0, 700.0, 5.0, false), (2.0, 1000.0));
    }

    #[test]
    fn a_logarithmic_axis_has_more_than_one_number() {
        assert_eq!(texts(AxisScale::Log, 200.0, 2000.0, 6.0), ["200", "500", "1,000", "2,000"]);
        assert_eq!(texts(AxisScale::Log, 5e3, 5e4, 3.0), ["5,000", "10,000", "20,000", "50,000"]);
        assert_eq!(texts(AxisScale::Log, 2.0, 5.0, 6.0), ["2", "3", "4", "5"]);
        assert_eq!(texts(AxisScale::Log, 3.0, 3.5, 5.0), ["3", "3.2", "3.4"]);
        assert_eq!(texts(AxisScale::Log, 5.0, 2000.0, 2.0), ["10", "100", "1,000"], "not every second decade");
        assert_eq!(texts(AxisScale::Log, 2e18, 2e19, 5.0), ["2·10¹⁸", "5·10¹⁸", "10¹⁹", "2·10¹⁹"]);
        for (low, decades) in [(1.1, 0.05), (1.1, 0.3), (3.0, 0.7), (7.0, 1.0), (2.0, 1.6), (4.0, 2.3), (1e-7, 0.8)] {
            for most in [2.0, 4.0, 7.0] {
                let high = low * 10f64.powf(decades);
                let scale = Scale { kind: AxisScale::Log, low, high, from: 0.0, to: 60.0 * most };
                let ticks = ticks(&scale, most, &Numbers::of("en"), 1.0, 27.0);
                assert!(ticks.len() >= if most < 4.0 { 2 } else { 3 }, "{low} to {high}, at most {most}: {ticks:?}");
                for two in ticks.windows(2) {
                    let gap = scale.at(two[1].value) - scale.at(two[0].value);
                    assert!(gap >= 27.0, "{low} to {high}, at most {most}: {two:?} {gap}");
                }
            }
        }
    }

    #[test]
    fn an_axis_ends_at_steps_and_starts_at_zero_when_that_is_near() {
        let axis = Axis::default();
        assert_eq!(ends(&axis, 12.0, 93.0, 5.0, false), (0.0, 100.0));
        assert_eq!(ends(&axis, 81.0, 93.0, 5.0, false), (80.0, 95.0));
        assert_eq!(ends(&axis, 5.0, 5.0, 5.0, true), (0.0, 5.0));
    }

    #[test]
    fn dates_are_months_and_years() {
        let day = |year, month| first_of(year, month);
        assert_eq!(texts(AxisScale::Date, day(2024, 1), day(2024, 7), 8.0)[..2], ["Jan 2024", "Feb"]);
        assert_eq!(
            texts(AxisScale::Date, day(2010, 1), day(2024, 1), 8.0),
            ["2010", "2012", "2014", "2016", "2018", "2020", "2022", "2024"]
        );
        assert_eq!(texts(AxisScale::Date, 0.0, 4.0, 6.0)[..2], ["1 Jan", "2 Jan"]);
    }
}
