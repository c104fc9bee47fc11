//! What the sentences of a story speak of, as bits: a regulator, a rival, a price, an objection. A frame waits for such
//! evidence beside its event.

use super::super::frames::is_year;
use super::super::speech::Mark;
use crate::text::english::Tag;

/// What a sentence speaks of; several at once.
pub(super) type Bits = u128;

macro_rules! evidence {
    ($($name:ident = $bit:literal: $($word:literal)*;)*) => {
        $(pub(super) const $name: Bits = 1 << $bit;)*
        /// Beginnings of words, or whole words where `$` ends them, with what they are evidence of.
        const WORDS: &[(&str, Bits)] = &[$($(($word, 1 << $bit),)*)*];
    };
}

evidence! {
    REGULATOR = 0: "regulat" "watchdog" "antitrust" "ombudsman" "licence" "license";
    COURT = 1: "court" "judge$" "judges$" "jury" "lawsuit" "tribunal" "legal" "lawyer" "attorney" "sued$" "plaintiff";
    LAW = 2: "law$" "laws$" "legislat" "statute" "constitution" "act$" "illegal" "ban$" "banned$" "treaty";
    RIVAL = 3: "rival" "competit" "compete" "contender" "challenger";
    MONEY = 4: "million$" "billion$" "trillion$" "cost$" "costs$" "funding$" "funds$" "budget$" "price" "bn$" "m$" "paid$" "pay$" "debt";
    CRITIC = 5: "critic" "oppos" "object" "opponent" "condemn" "denounc" "concern" "outrage" "angry" "anger" "backlash" "blast";
    SUPPORT = 6: "support" "praise" "welcom" "proponent" "backers$" "advocate" "hail";
    LIKELY = 7: "will$" "would$" "could$" "may$" "might$" "expect" "plan$" "plans$" "planned$" "propos";
    SAFETY = 8: "safety" "unsafe" "inspect" "hazard" "warned$" "warning" "prevent";
    POLICE = 9: "police" "investigat" "detective" "officer" "fbi$" "prosecut" "sheriff" "inquiry" "probe$";
    ARREST = 10: "arrest" "charged$" "custody" "suspect" "detain" "indict" "convict" "sentenced$";
    MOTIVE = 11: "motive" "claimed$" "responsib" "revenge" "retaliat" "extremis" "terror" "militant";
    EARLIER = 12: "previous" "earlier$" "since$" "history" "histor" "decade" "worst" "first$" "record$" "similar" "again$" "last$" "ago$" "repeat";
    VICTIM = 13: "victim" "injur" "wound" "killed$" "dead$" "died$" "deaths$" "casualt" "surviv" "homeless" "displac" "evacuat" "hospital";
    RELIEF = 14: "rescue" "relief" "aid$" "emergency" "firefight" "volunteer" "red$" "shelter" "evacuation";
    UNION = 15: "union" "wage" "pay$" "worker" "strike" "demand" "walkout";
    VOTE = 16: "vote" "voter" "ballot" "poll" "elect" "candidate" "campaign";
    PARLIAMENT = 17: "parliament" "senate" "congress" "lawmaker" "senator" "mps$" "legislators$" "assembly$" "commons$" "lords$";
    METHOD = 18: "research" "scientist" "sample" "measur" "participant" "data$" "analys" "experiment" "observ" "method";
    DOUBT = 19: "caution" "uncertain" "unclear" "doubt" "skeptic" "sceptic" "limit" "question" "disput" "controvers" "however$";
    HEALTH = 20: "patient" "disease" "treatment" "symptom" "health" "doctor" "drug" "vaccine" "infect" "cancer" "virus";
    MACHINE = 21: "technolog" "software" "feature" "sensor" "chip" "engine" "battery" "processor" "device" "app$" "design" "camera" "users$" "platform";
    JOBS = 22: "jobs$" "job$" "staff$" "employ" "workforce" "redundan" "layoff";
    CLIENT = 23: "customer" "consumer" "passenger" "subscriber" "shopper" "buyers$" "users$" "client";
    DENIAL = 24: "deny$" "denied$" "denies$" "innocen" "reject" "dismiss" "plead" "refus";
    WITNESS = 25: "witness" "evidence" "testif" "testimony" "dna$" "footage" "video" "document" "email" "recording";
    APPEAL = 26: "appeal" "overturn" "retrial" "challenge";
    GUARD = 27: "security" "guard" "checkpoint" "border" "patrol" "protect";
    CAUSED = 28: "because$" "caused$" "due$" "blamed$" "cause$" "triggered$" "sparked$";
    SEASON = 29: "season$" "league$" "title$" "cup$" "champion" "playoff" "tournament" "qualif" "final$" "finals$" "relegat" "match$" "coach" "goal";
    HURT = 30: "injury$" "injured$" "fitness" "sidelined$" "knee$" "hamstring";
    BACKED = 31: "backed$" "backing$" "allies$" "ally$" "coalition" "supplied$" "sponsor" "allied$";
    REGION = 32: "region" "neighbour" "neighbor" "border" "middle$" "gulf$" "international" "countries$" "nato$" "united$";
    CIVILIAN = 33: "civilian" "resident" "refugee" "villager" "families$" "children$" "fled$" "flee" "displac";
    DATA = 34: "data$" "password" "records$" "personal" "account" "customer";
    ADVERSE = 35: "loss$" "losses$" "lost$" "fell$" "fall" "declin" "drop" "slump" "weak" "debt" "cut$" "cuts$" "bankrupt" "struggl" "delay";
    GAIN = 36: "rose$" "rise" "grew$" "growth$" "increas" "jump" "gain" "surge" "profit" "climb";
    SUCCESSOR = 37: "succeed" "successor" "replace" "interim";
    TALKS = 38: "talks$" "negotiat" "agree" "compromise" "mediat" "deal$" "meeting$";
    ANSWER = 39: "respon" "react" "statement$" "apolog" "said$" "vow" "pledg";
    SPREAD = 40: "spread" "transmi" "contag" "bite$" "bitten$" "exposure" "contamin";
    OUTLOOK = 41: "forecast" "outlook" "analyst" "economist" "predict" "quarter" "expects$";
    WARRANT = 42: "security$" "warn" "risk" "threat" "danger" "fear";
    DEADLINE = 44: "deadline" "tomorrow$" "monday$" "tuesday$" "wednesday$" "thursday$" "friday$" "month$" "next$" "later$" "scheduled$" "due$";
    BUSINESS = 47: "company" "firm$" "maker" "sales$" "market" "shares$" "chain$" "brand" "airline" "bank$" "startup" "start-up" "investor" "shareholder"
        "executive" "ceo$" "retailer";
    LOSSES = 50: "loss$" "losses$" "bankrupt" "debts$" "struggling$" "layoffs$" "deficit";
    PROFITS = 51: "profit" "sales$" "revenue" "turnover";
    FORCES = 52: "rebel" "militant" "militia" "troops$" "airstrike" "army" "forces$" "military" "war$" "insurgen" "fighters$";
    WINS = 64: "win$" "wins$" "won$" "victor" "beat$" "title$" "champion" "triumph" "gold$" "medal";
    DEFEATS = 65: "defeat" "losing$" "relegat" "thrash" "winless$" "slump" "bottom$" "humiliat";
    PARTY = 66: "party$" "leadership$" "cabinet$" "mps$" "republican" "democrat" "tories$" "labour$" "coalition" "gop$";
    ROLE = 67: "role$" "starring$" "character" "plays$" "film$" "movie$" "album" "novel" "sitcom" "drama";
    RECEPTION = 68: "review" "award" "nominat" "oscar" "acclaim" "box$" "chart$" "charts$" "grammy" "emmy";
    RECRUIT = 69: "recruit" "fighters$" "join$" "joined$" "foreign$" "propaganda" "radicali";
    FINANCE = 70: "oil$" "ransom" "smuggl" "loot" "financ" "extort" "funded$" "funding$";
    GROUND = 71: "captur" "seize" "territor" "liberat" "retake" "stronghold" "overran$" "control$" "controlled$" "controls$";
    PEACE = 72: "peace$" "ceasefire" "truce" "negotiat" "talks$" "settlement" "diplomat" "diplomac";
    ECONOMY = 73: "economy$" "economic$" "inflation" "unemploy" "gdp$" "currency" "recession";
    PRESS = 74: "demand" "accus" "sanction" "retaliat" "condemn" "dispute" "tension" "threat" "protest";
    LEADING = 75: "ceo$" "founder" "chairman" "chairwoman" "boss$" "executive" "owner";
    RECORD = 76: "record$" "records$" "legacy" "greatest" "youngest" "legend" "comparison";
    PRODUCT = 77: "launch" "unveil" "product" "phone" "device" "version" "update" "model$" "console" "app$" "software";
    PRIVACY = 78: "privacy" "surveillance" "track" "hacker" "hacked$" "encrypt" "spying" "snoop";
    TRADE = 79: "trade$" "tariff" "export" "import$" "imports$" "trading$";
    RESULT = 80: "profit" "loss$" "losses$" "revenue" "sales$" "earnings" "quarter" "forecast";
    RIGHTS = 81: "rights$" "freedom" "censor" "discriminat" "racis" "equality" "gay$" "women$";
    SPEND = 82: "invest" "spend" "billion$" "bn$" "fund";
    EXPERT = 84: "expert" "analyst" "researcher" "scientist" "professor" "economist";
    CAREER = 85: "career" "debut" "founded$" "began$" "started$" "rose$";
    YOUTH = 86: "childhood" "parents$" "grew$" "born$" "raised$" "mother$" "father$" "family$";
    CAUSE = 87: "campaign" "activis" "advocate" "fight" "awareness" "charity" "volunteer" "nonprofit" "non-profit";
    ONLINE = 89: "twitter" "tweet" "facebook" "instagram" "viral" "online$" "troll" "youtube" "hashtag";
    TOURISM = 90: "tourist" "tourism" "visitor" "traveler" "traveller" "hotel" "beach" "resort";
    ART = 91: "music" "album" "song" "novel" "paint" "artist" "film" "comedy" "acting$" "actor" "actress" "singer" "writer" "author" "designer";
    TRADES = 93: "business" "customers$" "shop$" "restaurant" "store$" "startup" "start-up" "entrepreneur";
    FUNDED = 48: "funding$" "investor" "venture" "invested$" "raised$" "backers$";
    BLAMED = 49: "critics$" "criticism" "criticis" "criticiz" "accus" "controvers";
    CIVIC = 45: "residents$" "community" "mayor" "locals$" "neighbours$" "neighbors$" "families$" "relatives$" "mourn" "tribute" "vigil";
    CARRIED = 46: "gunman" "gunmen" "attacker" "bomb" "shot$" "weapon" "gun$" "rifle" "explosive" "knife" "robber" "thieves$";
}

/// Returns what a sentence speaks of.
pub(super) fn of_sentence(table: &[(&str, Bits)], marks: &[Mark<'_>]) -> Bits {
    marks
        .iter()
        .filter(|mark| {
            mark.is_word
                && !matches!(
                    mark.tag,
                    Tag::Determiner
                        | Tag::Pronoun
                        | Tag::OwnPronoun
                        | Tag::Coordinator
                        | Tag::To
                        | Tag::Possession
                )
        })
        .fold(0, |bits, mark| {
            let year = if is_year(mark.text) { EARLIER } else { 0 };
            let price = if mark.text.contains(['$', '£', '€']) {
                MONEY
            } else {
                0
            };
            bits | of_word(table, &mark.lower) | year | price
        })
}

/// Returns the words in order, for [`of_word`].
pub(super) fn table() -> &'static [(&'static str, Bits)] {
    static TABLE: std::sync::OnceLock<Vec<(&'static str, Bits)>> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: Vec<(&str, Bits)> = WORDS.to_vec();
        table.sort_unstable();
        table.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            if is_same {
                kept.1 |= next.1;
            }
            is_same
        });
        table
    })
}

fn of_word(table: &[(&str, Bits)], word: &str) -> Bits {
    let stem = |entry: &str| entry.len() - usize::from(entry.ends_with('$'));
    let end = table.partition_point(|(entry, _)| entry.get(..stem(entry)) <= Some(word));
    // Beginnings of a word sort right before it, longest last; few lie between.
    let mut bits = 0;
    for (entry, bit) in table.get(end.saturating_sub(6)..end).unwrap_or_default() {
        let is_met = match entry.strip_suffix('$') {
            Some(whole) => whole == word,
            None => word.starts_with(entry),
        };
        if is_met {
            bits |= bit;
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_beginning_or_whole() {
        let table = table();
        for (word, bits) in [
            ("regulators", REGULATOR),
            ("law", LAW),
            ("lawn", 0),
            ("lawsuits", COURT),
            ("rivals", RIVAL),
            ("security", GUARD | WARRANT),
            ("injury", VICTIM | HURT),
            ("criticised", CRITIC | BLAMED),
            ("table", 0),
        ] {
            assert_eq!(of_word(table, word), bits, "{word}");
        }
    }
}
