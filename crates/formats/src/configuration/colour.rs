//! Colours of other programs as hues of ours: the nearest on the colour circle, in the light or strong one where both are near.

use postil_core::Hue;

/// Hues that are given out: a second label of one hue gets it hatched.
#[derive(Clone, Debug, Default)]
pub(super) struct Hues {
    given: Vec<Hue>,
}

/// The names of CSS that people use for labels.
const NAMES: [(&str, u32); 40] = [
    ("aqua", 0x00_ffff),
    ("black", 0x00_0000),
    ("blue", 0x00_00ff),
    ("brown", 0xa5_2a2a),
    ("coral", 0xff_7f50),
    ("crimson", 0xdc_143c),
    ("cyan", 0x00_ffff),
    ("darkblue", 0x00_008b),
    ("darkgreen", 0x00_6400),
    ("darkorange", 0xff_8c00),
    ("darkred", 0x8b_0000),
    ("deeppink", 0xff_1493),
    ("fuchsia", 0xff_00ff),
    ("gold", 0xff_d700),
    ("gray", 0x80_8080),
    ("green", 0x00_8000),
    ("grey", 0x80_8080),
    ("khaki", 0xf0_e68c),
    ("lavender", 0xe6_e6fa),
    ("lightblue", 0xad_d8e6),
    ("lightgray", 0xd3_d3d3),
    ("lightgreen", 0x90_ee90),
    ("lightgrey", 0xd3_d3d3),
    ("lightyellow", 0xff_ffe0),
    ("lime", 0x00_ff00),
    ("magenta", 0xff_00ff),
    ("maroon", 0x80_0000),
    ("navy", 0x00_0080),
    ("olive", 0x80_8000),
    ("orange", 0xff_a500),
    ("orchid", 0xda_70d6),
    ("pink", 0xff_c0cb),
    ("purple", 0x80_0080),
    ("red", 0xff_0000),
    ("salmon", 0xfa_8072),
    ("silver", 0xc0_c0c0),
    ("teal", 0x00_8080),
    ("violet", 0xee_82ee),
    ("white", 0xff_ffff),
    ("yellow", 0xff_ff00),
];

/// Degrees on the colour circle of what we draw with.
const CIRCLE: [(Hue, f64); 6] = [
    (Hue::Vermillion, 20.0),
    (Hue::Amber, 41.0),
    (Hue::Yellow, 58.0),
    (Hue::Green, 150.0),
    (Hue::Sky, 215.0),
    (Hue::Pink, 315.0),
];

impl Hues {
    /// The hue for a colour, `#fca`, `#ffccaa`, `rgb(255, 204, 170)` or a name. None for anything else.
    pub(super) fn of(&mut self, colour: &str) -> Option<Hue> {
        let plain = nearest(parse(colour)?);
        let hatched = Hue::ALL.iter().copied().find(|hue| hue.parts() == (plain.parts().0, true));
        let hue = if self.given.contains(&plain) { hatched.unwrap_or(plain) } else { plain };
        self.given.push(hue);
        Some(hue)
    }
}

fn parse(colour: &str) -> Option<[u8; 3]> {
    let colour = colour.trim().to_ascii_lowercase();
    let of = |rgb: u32| [(rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8];
    if let Some(digits) = colour.strip_prefix('#') {
        let value = u32::from_str_radix(digits, 16).ok()?;
        return match digits.len() {
            3 => Some([value >> 8 & 15, value >> 4 & 15, value & 15].map(|it| it as u8 * 17)),
            6 => Some(of(value)),
            8 => Some(of(value >> 8)),
            _ => None,
        };
    }
    if let Some(inner) = colour.strip_prefix("rgb").and_then(|rest| rest.trim_start_matches('a').strip_prefix('(')) {
        let mut parts = inner.trim_end_matches(')').split(',').map(|part| part.trim().parse::<u8>().ok());
        return Some([parts.next()??, parts.next()??, parts.next()??]);
    }
    NAMES.iter().find(|(name, _)| *name == colour).map(|(_, rgb)| of(*rgb))
}

fn nearest([r, g, b]: [u8; 3]) -> Hue {
    let [r, g, b] = [r, g, b].map(|it| f64::from(it) / 255.0);
    let (max, min) = (r.max(g).max(b), r.min(g).min(b));
    let span = max - min;
    if span < 0.08 {
        return Hue::Slate;
    }
    // The hue of HSL: CSS Color 4, section 7.
    let sixth = match () {
        () if max == r => ((g - b) / span).rem_euclid(6.0),
        () if max == g => (b - r) / span + 2.0,
        () => (r - g) / span + 4.0,
    };
    let degrees = sixth * 60.0;
    let away = |at: f64| {
        let straight = (degrees - at).abs();
        straight.min(360.0 - straight)
    };
    let (mut hue, mut least) = (Hue::Slate, f64::INFINITY);
    for (it, at) in CIRCLE {
        if away(at) < least {
            (hue, least) = (it, away(at));
        }
    }
    // Two of ours are blue: the strong one is for strong colours.
    let lightness = f64::midpoint(max, min);
    if hue == Hue::Sky && lightness < 0.6 { Hue::Blue } else { hue }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_hues() {
        for (colour, expected) in [
            ("red", Some(Hue::Vermillion)),
            ("#FFA500", Some(Hue::Amber)),
            ("#ff0", Some(Hue::Yellow)),
            ("lightgreen", Some(Hue::Green)),
            ("#0000ff", Some(Hue::Blue)),
            ("rgba(173, 216, 230, 0.5)", Some(Hue::Sky)),
            ("purple", Some(Hue::Pink)),
            ("#8888", None),
            ("#88888888", Some(Hue::Slate)),
            ("black", Some(Hue::Slate)),
            ("darken", None),
            ("#zzz", None),
        ] {
            assert_eq!(Hues::default().of(colour), expected, "{colour}");
        }
        let mut hues = Hues::default();
        assert_eq!([hues.of("red"), hues.of("#f00")], [Some(Hue::Vermillion), Some(Hue::VermillionHatch)]);
    }
}
