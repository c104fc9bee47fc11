//! The names that dates are written with: months in the languages feeds were seen in, zones.

use super::HOUR;

/// How names of months start, in the languages feeds were seen in.
const NAMES: [(&str, i64); 95] = [
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    // German, Dutch, Scandinavian.
    ("mär", 3),
    ("mae", 3),
    ("mrz", 3),
    ("mrt", 3),
    ("maa", 3),
    ("mai", 5),
    ("mei", 5),
    ("maj", 5),
    ("okt", 10),
    ("dez", 12),
    ("des", 12),
    // French.
    ("fév", 2),
    ("fev", 2),
    ("avr", 4),
    ("juin", 6),
    ("jui", 7),
    ("aoû", 8),
    ("aou", 8),
    ("déc", 12),
    // Spanish, Portuguese, Italian, Romanian.
    ("ene", 1),
    ("gen", 1),
    ("ian", 1),
    ("abr", 4),
    ("mag", 5),
    ("giu", 6),
    ("iun", 6),
    ("lug", 7),
    ("iul", 7),
    ("ago", 8),
    ("set", 9),
    ("ott", 10),
    ("out", 10),
    ("dic", 12),
    // Hungarian, Polish, Czech, Turkish.
    ("már", 3),
    ("ápr", 4),
    ("máj", 5),
    ("jún", 6),
    ("júl", 7),
    ("sze", 9),
    ("sty", 1),
    ("lut", 2),
    ("kwi", 4),
    ("cze", 6),
    ("lip", 7),
    ("sie", 8),
    ("wrz", 9),
    ("paź", 10),
    ("lis", 11),
    ("gru", 12),
    ("oca", 1),
    ("şub", 2),
    ("nis", 4),
    ("haz", 6),
    ("tem", 7),
    ("ağu", 8),
    ("eyl", 9),
    ("eki", 10),
    ("kas", 11),
    ("ara", 12),
    // Russian, Ukrainian in part.
    ("янв", 1),
    ("фев", 2),
    ("мар", 3),
    ("апр", 4),
    ("май", 5),
    ("мая", 5),
    ("июн", 6),
    ("июл", 7),
    ("авг", 8),
    ("сен", 9),
    ("окт", 10),
    ("ноя", 11),
    ("дек", 12),
    // Greek.
    ("ιαν", 1),
    ("φεβ", 2),
    ("μάρ", 3),
    ("μαρ", 3),
    ("απρ", 4),
    ("μάι", 5),
    ("μαϊ", 5),
    ("ιού", 6),
    ("αύγ", 8),
    ("αυγ", 8),
    ("σεπ", 9),
];

/// Returns 1 to 12 for the name of a month, whole or cut short, in the languages feeds were seen in.
pub(super) fn month_of(word: &str) -> Option<i64> {
    let found = NAMES
        .iter()
        .filter(|(name, _)| word.starts_with(name))
        .max_by_key(|(name, _)| name.len());
    if let Some((name, month)) = found {
        // Ιούνιος and Ιούλιος part at the fourth letter.
        return Some(if *name == "ιού" && word.starts_with("ιούλ") {
            7
        } else {
            *month
        });
    }
    [("οκτ", 10), ("νοέ", 11), ("νοε", 11), ("δεκ", 12)]
        .iter()
        .find(|(name, _)| word.starts_with(name))
        .map(|(_, month)| *month)
}

/// Returns how far a zone is ahead of UTC, in seconds.
pub(super) fn named_zone(name: &str) -> Option<i64> {
    let half_hours = match name {
        "z" | "gmt" | "ut" | "utc" | "wet" => 0,
        "bst" | "cet" | "west" | "met" | "mez" | "wat" => 2,
        "cest" | "eet" | "mest" | "mesz" | "sast" | "cat" => 4,
        "eest" | "msk" | "eat" | "trt" => 6,
        "msd" => 8,
        "pkt" => 10,
        "ist" => 11,
        "ict" | "wib" => 14,
        "hkt" | "sgt" | "awst" | "pht" => 16,
        "jst" | "kst" => 18,
        "acst" => 19,
        "aest" => 20,
        "acdt" => 21,
        "aedt" => 22,
        "nzst" => 24,
        "nzdt" => 26,
        "nst" => -7,
        "ndt" => -5,
        "brt" | "art" | "adt" => -6,
        "at" | "ast" | "edt" => -8,
        "et" | "est" | "cdt" => -10,
        "ct" | "cst" | "mdt" => -12,
        "mt" | "mst" | "pdt" => -14,
        "pt" | "pst" | "akdt" => -16,
        "akst" => -18,
        "hst" => -20,
        _ => return None,
    };
    Some(half_hours * HOUR / 2)
}
