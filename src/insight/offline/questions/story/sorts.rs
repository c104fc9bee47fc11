//! Sorts of news by the noun or the verb that names what happened.

/// What kind of thing happened, so far as it decides what an editor asks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Firms buy and merge.
    Deal,
    /// Two sides agreed.
    Pact,
    /// Somebody did violence.
    Attack,
    Accident,
    /// Earthquakes, storms.
    Nature,
    Trial,
    Inquiry,
    /// Something is to be done or to hold: laws, plans, budgets.
    Policy,
    Election,
    Study,
    /// Strikes and protests.
    Unrest,
    Conflict,
    Quarrel,
    /// Somebody takes or leaves a post.
    Post,
    Match,
    Launch,
    Breach,
    Outbreak,
    Closure,
    Death,
    Talks,
    Slump,
    Rescue,
    /// Somebody chose to do something.
    Decision,
    Mission,
    /// Missiles, tests, manoeuvres.
    Arms,
    Arrest,
    /// Something else that was done.
    Act,
    /// Drugs, devices, programs.
    Thing,
    /// Films, books, albums.
    Work,
    /// Campaigns, drives, appeals.
    Effort,
    /// What goes on and should not: abuse, fraud.
    Ill,
    /// Loans, fees, prices.
    Cost,
    /// Cups, races, tours.
    Contest,
}

/// Returns what kind of thing a noun in lower case names.
pub(super) fn of_noun(noun: &str) -> Option<Sort> {
    Some(match noun {
        "merger" | "acquisition" | "takeover" | "purchase" | "buyout" | "buy-out" | "flotation"
        | "ipo" => Sort::Deal,
        "deal" | "agreement" | "treaty" | "pact" | "accord" | "contract" | "truce"
        | "ceasefire" | "settlement" | "alliance" | "partnership" => Sort::Pact,
        "attack" | "attacks" | "shooting" | "shootings" | "killing" | "killings" | "murder"
        | "murders" | "bombing" | "bombings" | "massacre" | "stabbing" | "assault" | "ambush"
        | "robbery" | "kidnapping" | "abduction" | "hijacking" | "assassination" | "heist"
        | "raid" | "raids" => Sort::Attack,
        "crash" | "collision" | "explosion" | "explosions" | "blast" | "blaze" | "derailment"
        | "disaster" | "sinking" | "spill" | "fire" | "accident" => Sort::Accident,
        "earthquake" | "quake" | "flood" | "floods" | "flooding" | "storm" | "hurricane"
        | "typhoon" | "cyclone" | "tornado" | "drought" | "eruption" | "wildfire" | "wildfires"
        | "avalanche" | "tsunami" | "landslide" => Sort::Nature,
        "trial" | "ruling" | "verdict" | "lawsuit" | "conviction" | "prosecution" => Sort::Trial,
        "investigation" | "inquiry" | "probe" | "inquest" => Sort::Inquiry,
        "law" | "bill" | "legislation" | "plan" | "plans" | "proposal" | "proposals" | "reform"
        | "reforms" | "policy" | "ban" | "tariffs" | "sanctions" | "regulations" | "bailout"
        | "programme" | "program" | "scheme" | "initiative" | "visa" | "curriculum"
        | "measures" | "quotas" | "rules" | "restrictions" | "embargo" | "project"
        | "crackdown" | "moratorium" | "levy" | "overhaul" => Sort::Policy,
        "election" | "elections" | "referendum" | "runoff" | "by-election" | "primary" => {
            Sort::Election
        }
        "study" | "survey" => Sort::Study,
        "strike" | "strikes" | "walkout" | "protest" | "protests" | "demonstration"
        | "demonstrations" | "riots" | "boycott" | "uprising" | "rebellion" => Sort::Unrest,
        "war" | "conflict" | "offensive" | "airstrikes" | "invasion" | "siege" | "insurgency"
        | "fighting" | "blockade" | "occupation" => Sort::Conflict,
        "row" | "feud" | "standoff" | "stand-off" | "tensions" | "controversy" | "battle"
        | "quarrel" | "dispute" | "scandal" | "rift" => Sort::Quarrel,
        "appointment" | "resignation" | "departure" | "dismissal" | "nomination" | "sacking"
        | "retirement" | "suspension" | "ouster" | "removal" => Sort::Post,
        "defeat" | "victory" | "win" | "draw" | "loss" | "semi-final" | "quarter-final" => {
            Sort::Match
        }
        "launch" | "debut" | "unveiling" | "rollout" | "release" => Sort::Launch,
        "breach" | "leak" | "outage" | "hack" | "cyberattack" | "vulnerability" => Sort::Breach,
        "outbreak" | "epidemic" | "pandemic" => Sort::Outbreak,
        "closure" | "closures" | "layoffs" | "bankruptcy" | "shutdown" | "cuts" | "recall" => {
            Sort::Closure
        }
        "death" | "deaths" | "suicide" => Sort::Death,
        "arrest" | "arrests" => Sort::Arrest,
        "talks" | "negotiations" | "summit" => Sort::Talks,
        "expulsion" | "theft" | "destruction" | "capture" | "deployment" | "disappearance"
        | "delay" | "delays" | "expansion" | "revamp" | "remake" | "transfer" | "return"
        | "comeback" | "discovery" | "visit" | "execution" | "deportation" | "creation"
        | "construction" => Sort::Act,
        "dip" | "boom" | "upturn" | "growth" | "surge" | "shortages" | "losses" | "problems"
        | "debts" | "turmoil" | "slump" | "downturn" | "recession" | "crisis" | "shortage"
        | "deficit" | "slowdown" | "decline" | "inflation" => Sort::Slump,
        "rescue" | "search" | "evacuation" => Sort::Rescue,
        "drills" | "exercises" | "missiles" => Sort::Arms,
        "mission" | "expedition" | "flight" => Sort::Mission,
        "drug" | "vaccine" | "treatment" | "therapy" | "technology" | "app" | "software"
        | "device" | "phone" | "smartphone" | "console" | "battery" | "engine" | "robot"
        | "drone" | "drones" | "chip" | "telescope" | "satellite" | "rocket" | "spacecraft"
        | "reactor" | "pipeline" | "canal" | "dam" | "railway" | "shield" | "aircraft"
        | "browser" | "processor" | "keyboard" | "laptop" | "tablet" | "car" | "platform"
        | "service" | "database" | "system" | "network" | "website" => Sort::Thing,
        "film" | "movie" | "album" | "book" | "novel" | "documentary" | "series" | "sequel"
        | "musical" | "exhibition" | "sitcom" | "game" => Sort::Work,
        "campaign" | "drive" | "movement" | "effort" | "efforts" | "push" | "quest" => Sort::Effort,
        "abuse" | "harassment" | "racism" | "discrimination" | "corruption" | "fraud"
        | "violence" | "trafficking" | "doping" | "piracy" | "censorship" | "poverty"
        | "bullying" | "extremism" | "smuggling" | "torture" | "slavery" | "hunger"
        | "pollution" | "crime" | "terrorism" | "famine" | "obesity" | "addiction" | "sexism"
        | "looting" => Sort::Ill,
        "loan" | "loans" | "subsidies" | "fees" | "fares" | "prices" | "wages" | "salaries"
        | "pensions" | "rents" | "rates" | "taxes" | "tax" | "budget" | "debt" | "bonuses" => {
            Sort::Cost
        }
        "cup" | "championship" | "championships" | "tournament" | "race" | "tour" | "league"
        | "olympics" | "playoffs" | "games" => Sort::Contest,
        "decision" | "refusal" | "move" | "threat" | "call" | "attempt" | "bid" | "offer" => {
            Sort::Decision
        }
        _ => return None,
    })
}

/// Returns whether a noun has no plural and stands without an article: `online harassment`.
pub(super) fn is_mass(noun: &str, sort: Sort) -> bool {
    sort == Sort::Ill
        || matches!(
            noun,
            "legislation"
                | "inflation"
                | "software"
                | "technology"
                | "debt"
                | "flooding"
                | "growth"
                | "fighting"
        )
}

/// Returns whether things of this sort happen at a place, so that the place tells which one is meant.
pub(super) fn is_placed(sort: Sort) -> bool {
    matches!(
        sort,
        Sort::Attack
            | Sort::Accident
            | Sort::Nature
            | Sort::Unrest
            | Sort::Conflict
            | Sort::Outbreak
            | Sort::Rescue
            | Sort::Election
    )
}

/// Returns how an event of this sort is joined to the firm it happens to: `the losses at Harlow`.
pub(super) fn joint_of_body(sort: Sort) -> Option<&'static str> {
    Some(match sort {
        Sort::Slump | Sort::Closure | Sort::Breach | Sort::Unrest | Sort::Quarrel => "at",
        Sort::Inquiry => "into",
        _ => return None,
    })
}

/// How a clause becomes a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `HP’s purchase of EYP`; of a passive clause `the purchase of EYP`.
    Owned(&'static str, &'static str),
    /// `the launch of the phone`, whoever did it.
    Of(&'static str, &'static str),
    /// `Apple’s resignation`: of him who does it, with nothing behind it.
    Bare(&'static str),
    /// `Apple’s plan to …`.
    To(&'static str),
}

/// Returns what an act is called, by the base of its verb, and what sort of thing it is.
pub(super) fn of_verb(base: &str, leads_to_verb: bool) -> Option<(Sort, Shape)> {
    if leads_to_verb {
        return Some(match base {
            "decide" | "choose" => (Sort::Decision, Shape::To("decision")),
            "refuse" | "decline" => (Sort::Decision, Shape::To("refusal")),
            "plan" | "intend" => (Sort::Policy, Shape::To("plan")),
            "threaten" => (Sort::Decision, Shape::To("threat")),
            "promise" | "pledge" | "vow" => (Sort::Decision, Shape::To("promise")),
            "offer" => (Sort::Decision, Shape::To("offer")),
            "propose" => (Sort::Policy, Shape::To("proposal")),
            "agree" => (Sort::Pact, Shape::To("agreement")),
            "fail" => (Sort::Quarrel, Shape::To("failure")),
            "try" | "attempt" | "seek" => (Sort::Decision, Shape::To("attempt")),
            _ => return None,
        });
    }
    Some(match base {
        "buy" | "acquire" | "purchase" => (Sort::Deal, Shape::Owned("purchase", "of")),
        "sell" => (Sort::Deal, Shape::Of("sale", "of")),
        "sue" => (Sort::Trial, Shape::Owned("lawsuit", "against")),
        "indict" | "charge" => (Sort::Trial, Shape::Of("case", "against")),
        "arrest" | "detain" => (Sort::Arrest, Shape::Of("arrest", "of")),
        "convict" => (Sort::Trial, Shape::Of("conviction", "of")),
        "attack" => (Sort::Attack, Shape::Of("attack", "on")),
        "kill" | "murder" => (Sort::Death, Shape::Of("killing", "of")),
        "kidnap" | "abduct" => (Sort::Act, Shape::Of("abduction", "of")),
        "assassinate" => (Sort::Death, Shape::Of("assassination", "of")),
        "invade" => (Sort::Conflict, Shape::Owned("invasion", "of")),
        "launch" | "unveil" | "introduce" => (Sort::Launch, Shape::Of("launch", "of")),
        "release" => (Sort::Launch, Shape::Of("release", "of")),
        "ban" | "prohibit" => (Sort::Policy, Shape::Of("ban", "on")),
        "approve" => (Sort::Policy, Shape::Of("approval", "of")),
        "reject" => (Sort::Decision, Shape::Owned("rejection", "of")),
        "close" => (Sort::Closure, Shape::Of("closure", "of")),
        "cancel" | "scrap" => (Sort::Closure, Shape::Of("cancellation", "of")),
        "recall" => (Sort::Closure, Shape::Of("recall", "of")),
        "appoint" | "hire" => (Sort::Post, Shape::Of("appointment", "of")),
        "nominate" => (Sort::Post, Shape::Of("nomination", "of")),
        "fire" | "dismiss" | "sack" => (Sort::Post, Shape::Of("dismissal", "of")),
        "suspend" => (Sort::Post, Shape::Of("suspension", "of")),
        "resign" => (Sort::Post, Shape::Bare("resignation")),
        "retire" => (Sort::Post, Shape::Bare("retirement")),
        "die" => (Sort::Death, Shape::Bare("death")),
        "defeat" | "beat" => (Sort::Match, Shape::Owned("victory", "over")),
        "discover" => (Sort::Study, Shape::Of("discovery", "of")),
        "withdraw" => (Sort::Decision, Shape::Bare("withdrawal")),
        "overhaul" | "restructure" => (Sort::Policy, Shape::Of("overhaul", "of")),
        "expand" => (Sort::Policy, Shape::Of("expansion", "of")),
        "build" => (Sort::Policy, Shape::Of("construction", "of")),
        "support" | "back" | "endorse" => (Sort::Decision, Shape::Owned("support", "for")),
        "oppose" => (Sort::Decision, Shape::Owned("opposition", "to")),
        "criticise" | "criticize" | "condemn" => (Sort::Quarrel, Shape::Owned("criticism", "of")),
        "accuse" => (Sort::Trial, Shape::Of("accusations", "against")),
        "sentence" | "jail" | "imprison" => (Sort::Trial, Shape::Of("sentence", "against")),
        "execute" => (Sort::Act, Shape::Of("execution", "of")),
        "deport" => (Sort::Act, Shape::Of("deportation", "of")),
        "expel" => (Sort::Post, Shape::Of("expulsion", "of")),
        "elect" => (Sort::Post, Shape::Of("election", "of")),
        "ambush" => (Sort::Attack, Shape::Of("ambush", "of")),
        "bomb" => (Sort::Attack, Shape::Of("bombing", "of")),
        "steal" => (Sort::Breach, Shape::Of("theft", "of")),
        "leak" => (Sort::Breach, Shape::Of("leak", "of")),
        "hack" => (Sort::Breach, Shape::Of("hack", "of")),
        "destroy" | "demolish" | "bulldoze" => (Sort::Act, Shape::Of("destruction", "of")),
        "capture" => (Sort::Act, Shape::Of("capture", "of")),
        "seize" => (Sort::Act, Shape::Of("seizure", "of")),
        "occupy" => (Sort::Conflict, Shape::Of("occupation", "of")),
        "deploy" => (Sort::Act, Shape::Of("deployment", "of")),
        "evacuate" => (Sort::Act, Shape::Of("evacuation", "of")),
        "rescue" => (Sort::Rescue, Shape::Of("rescue", "of")),
        "free" => (Sort::Act, Shape::Of("release", "of")),
        "postpone" | "delay" => (Sort::Act, Shape::Of("delay", "of")),
        "extend" => (Sort::Act, Shape::Of("extension", "of")),
        "remove" => (Sort::Act, Shape::Of("removal", "of")),
        "replace" => (Sort::Act, Shape::Of("replacement", "of")),
        "adopt" => (Sort::Policy, Shape::Of("adoption", "of")),
        "abolish" => (Sort::Policy, Shape::Of("abolition", "of")),
        "repeal" => (Sort::Policy, Shape::Of("repeal", "of")),
        "impose" => (Sort::Policy, Shape::Of("introduction", "of")),
        "nationalise" | "nationalize" => (Sort::Policy, Shape::Of("nationalisation", "of")),
        "open" => (Sort::Launch, Shape::Of("opening", "of")),
        "publish" => (Sort::Launch, Shape::Of("publication", "of")),
        "create" => (Sort::Act, Shape::Of("creation", "of")),
        "develop" => (Sort::Act, Shape::Of("development", "of")),
        "visit" => (Sort::Talks, Shape::Owned("visit", "to")),
        "meet" => (Sort::Talks, Shape::Owned("meeting", "with")),
        "demand" => (Sort::Decision, Shape::Owned("demand", "for")),
        "leave" => (Sort::Post, Shape::Owned("departure", "from")),
        "join" => (Sort::Post, Shape::Owned("move", "to")),
        "sign" => (Sort::Act, Shape::Of("signing", "of")),
        "halt" => (Sort::Closure, Shape::Of("halt", "to")),
        "shelve" => (Sort::Closure, Shape::Of("shelving", "of")),
        "cut" | "reduce" | "slash" => (Sort::Closure, Shape::Of("cuts", "to")),
        _ => return None,
    })
}
