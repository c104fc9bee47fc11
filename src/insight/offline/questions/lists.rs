//! Closed lists of English words, by what they do in a sentence or mean in the news.

macro_rules! words {
    ($($name:ident: $($word:literal)*;)*) => {
        $(
            #[doc = concat!("Returns whether a word in lower case is one of the ", stringify!($name), " list.")]
            pub(super) fn $name(word: &str) -> bool {
                matches!(word, $($word)|*)
            }
        )*
    };
}

words! {
    is_determiner: "a" "an" "the" "this" "that" "these" "those" "some" "any" "each" "every" "no" "all" "both" "several" "many"
        "more" "most" "another" "other" "few" "such";
    is_possessive: "his" "her" "its" "their" "my" "our" "your";
    is_pronoun: "he" "she" "it" "they" "we" "i" "you" "him" "them" "us" "me" "himself" "herself" "itself" "themselves" "who"
        "whom" "what" "which" "this" "these" "those" "one" "ones" "others" "nobody" "everyone" "someone" "something" "everything"
        "anything" "nothing" "anyone" "none" "so" "there" "here" "it's" "he's" "she's" "they're" "i'm" "we're";
    is_speaking: "i" "we" "you" "me" "us" "my" "our" "your" "i'm" "we're" "you're" "i've" "we've" "let's" "myself" "ourselves";
    is_preposition: "of" "in" "on" "at" "by" "for" "with" "from" "to" "into" "onto" "over" "under" "against" "between" "among"
        "through" "during" "within" "without" "across" "around" "near" "behind" "toward" "towards" "upon" "about" "despite"
        "amid" "following" "via" "per" "off" "outside" "inside" "along" "beyond" "beneath" "above" "below";
    is_subordinator: "because" "when" "while" "as" "after" "before" "although" "though" "since" "if" "unless" "until" "where"
        "which" "who" "whose" "whom" "whereas" "once" "even" "so" "saying" "according" "adding" "including" "citing" "than"
        "how" "why" "what" "whether" "like";
    is_be: "is" "are" "was" "were";
    is_have: "has" "have" "had";
    is_modal: "will" "would" "could" "can" "may" "might" "must" "should" "shall";
    is_state: "able" "unable" "reluctant" "eager" "unlikely" "unwilling" "willing" "confident" "afraid" "responsible" "critical"
        "popular" "dangerous" "controversial" "important" "vulnerable" "expensive" "rare" "skeptical" "sceptical" "optimistic"
        "pessimistic" "worried" "concerned" "angry" "furious" "keen" "wary" "nervous" "cautious" "dependent" "reliant" "crucial"
        "key" "essential" "unpopular" "unhappy" "illegal" "legal" "immune" "silent" "absent" "subject" "hesitant" "proud" "guilty"
        "anxious" "determined" "desperate" "hostile" "opposed" "central" "difficult" "hard" "harder" "easier" "impossible" "cheaper"
        "weaker" "stronger" "uncertain" "unclear_" "unusual" "safe" "unsafe" "more" "less" "so" "too" "closer" "ready" "free" "short";
    is_weekday: "monday" "tuesday" "wednesday" "thursday" "friday" "saturday" "sunday";
    is_month: "january" "february" "march" "april" "june" "july" "august" "september" "october" "november" "december" "jan" "feb"
        "aug" "sept" "oct" "nov" "dec" "jan." "feb." "aug." "sept." "oct." "nov." "dec.";
    is_time: "yesterday" "today" "tonight" "tomorrow" "now" "recently" "earlier" "later" "early" "late" "again" "already" "soon"
        "afterward" "afterwards" "immediately" "ago" "too" "instead" "overnight" "together" "well" "also" "still" "just" "then" "yet"
        "finally" "currently" "eventually" "officially";
    is_dropped_adverb: "also" "recently" "now" "then" "later" "finally" "already" "just" "still" "yesterday" "today" "first"
        "initially" "previously" "currently" "reportedly" "subsequently" "eventually" "once" "even" "long" "officially" "formally" "soon"
        "immediately" "quickly" "earlier" "apparently" "simply" "actually" "really" "merely" "again" "personally" "clearly"
        "certainly" "probably" "likely" "obviously";
    is_hedge: "allegedly" "reportedly" "apparently" "supposedly" "purportedly" "probably" "possibly" "perhaps" "maybe" "likely";
    is_achievement: "escape" "survive" "hack" "steal" "develop" "overcome" "smuggle" "invent" "evade" "topple" "overthrow" "recover"
        "outperform" "overtake" "oust" "halve" "double" "triple" "discover" "prevent" "defeat" "free" "infiltrate" "outwit" "avert";
    is_exchange: "buy" "acquire" "back" "fund" "partner" "invest" "merge" "support" "sponsor" "endorse" "purchase" "finance"
        "ally" "collaborate" "license";
    is_decision: "ban" "block" "order" "rule" "reject" "arrest" "fine" "sue" "suspend" "approve" "sentence" "convict" "overturn"
        "uphold" "acquit" "dismiss" "indict" "impose" "revoke" "seize" "raid" "detain" "deny" "grant" "strike" "prohibit"
        "investigate" "freeze" "bar" "halt" "expel" "disqualify" "sanction" "release";
    is_accusation: "accuse" "blame" "charge" "suspect" "convict" "indict" "link" "implicate";
    is_stance: "criticize" "criticise" "condemn" "oppose" "reject" "denounce" "slam" "protest" "dispute" "deny" "praise" "blast"
        "welcome" "applaud" "mock" "defend" "apologize" "complain" "boycott" "rally" "chastise" "laud" "scold" "refuse" "resist";
    is_change: "rise" "fall" "drop" "decline" "jump" "climb" "slump" "tumble" "surge" "shrink" "plunge" "soar" "plummet"
        "slip" "slide" "rebound" "decrease";
    is_intent: "plan" "hope" "aim" "want" "intend" "seek" "expect" "vow" "promise" "pledge" "agree" "decide" "propose" "offer"
        "threaten" "try" "attempt" "struggle" "fight" "prepare" "refuse" "decline" "fail" "need";
    shows_doing: "spend" "spent" "spends" "saw" "see" "sees" "seen" "heard" "hear" "caught" "left" "leave" "kept" "keep" "show" "shows" "showed" "shown"
        "found" "find" "stopped" "start" "started" "filmed" "spotted" "watched" "began" "begin" "stop" "avoid" "risk";
    is_suspected: "estimate" "believe" "suspect" "think" "allege" "rumour" "rumor" "understand" "presume" "say";
    changes_things: "ban" "close" "approve" "sign" "launch" "open" "buy" "acquire" "sell" "cut" "raise" "reject"
        "end" "withdraw" "join" "suspend" "cancel" "fire" "appoint" "introduce" "scrap" "release" "block" "impose" "lift"
        "abolish" "legalise" "legalize" "remove" "replace" "abandon" "quit" "extend" "expand" "halt" "resume" "reopen"
        "recognise" "recognize" "declare" "resign" "nationalise" "privatise" "delay" "postpone" "merge" "dissolve"
        "reduce" "double" "increase" "tighten" "relax" "overturn" "sue" "ratify" "veto" "repeal" "disband" "unveil";
    is_meeting: "meet" "visit" "address" "host" "invite" "consult";
    is_used: "use" "test" "detect" "measure" "treat" "produce" "generate" "deliver" "control" "monitor" "store" "transmit" "absorb"
        "convert" "extract" "filter" "analyse" "analyze" "calculate" "predict" "simulate" "print" "scan" "track" "verify";
    is_secret_harm: "attack" "kill" "shoot" "murder" "steal" "hack" "leak" "order" "plant" "kidnap" "abduct" "destroy" "poison"
        "target" "assassinate" "vandalise" "vandalize" "stab" "bomb" "burgle" "sabotage" "torture" "ambush" "fund" "finance";
    is_foreseen: "expect" "schedule" "project" "forecast" "predict";
    is_made_for: "design" "build" "create" "develop" "engineer" "program" "use" "intend";
    is_effect: "hurt" "affect" "disrupt" "devastate" "weaken" "strengthen" "undermine" "endanger" "harm" "influence" "shape"
        "transform" "cripple" "reshape" "change" "damage";
    is_claim: "claim" "allege" "argue" "insist" "maintain" "contend" "believe" "suggest" "estimate" "predict" "warn" "fear"
        "worry" "think" "say" "acknowledge" "admit" "concede" "deny" "complain" "doubt";
    is_reporting: "say" "tell" "add" "note" "ask" "report" "announce" "explain" "write" "reply" "comment" "state" "declare"
        "confirm" "describe" "speak" "talk" "reveal" "mention" "show" "know" "think" "feel" "see" "hear" "seem" "appear" "look" "get"
        "go" "come" "do" "like" "love" "recall" "remember" "read" "mean" "sit" "stand" "thank" "answer" "walk" "happen" "occur"
        "include" "contain" "consist" "belong" "become" "need" "have" "let" "live" "work" "quip" "joke" "tweet" "post" "quote"
        "chronicle" "depict" "portray" "highlight" "outline" "detail" "list" "demonstrate" "illustrate" "reflect" "echo" "cite"
        "date" "vary" "differ" "smile" "laugh" "cry" "await" "expect";
    is_authority: "court" "judge" "judges" "police" "prosecutors" "prosecutor" "regulator" "regulators" "jury" "commission"
        "authorities" "officials" "government" "senate" "congress" "parliament" "ministry" "department" "agency" "fda" "fbi" "sec" "board"
        "council" "tribunal" "attorney" "administration" "committee" "officers" "city" "state" "magistrate" "justice" "lawmakers";
    is_common_start: "police" "officials" "researchers" "scientists" "authorities" "investigators" "prosecutors" "people" "workers"
        "students" "voters" "doctors" "residents" "critics" "shares" "sales" "stocks" "prices" "profits" "lawmakers" "members"
        "soldiers" "troops" "protesters" "activists" "experts" "economists" "analysts" "investors" "regulators" "firefighters"
        "rebels" "militants" "teachers" "parents" "supporters" "opponents" "farmers" "employees" "customers" "consumers" "users"
        "companies" "businesses" "banks" "airlines" "hospitals" "schools" "women" "men" "children" "leaders" "lawyers" "attorneys"
        "gunmen" "hackers" "engineers" "astronomers" "demonstrators" "fans" "families" "thousands" "hundreds" "dozens"
        "developers" "publishers" "retailers" "drivers" "rescuers" "relatives" "neighbors" "witnesses" "jurors" "republicans_";
    is_factual_report: "say" "announce" "report" "confirm" "reveal" "show" "add" "note" "explain";
    is_opening_adverb: "however" "meanwhile" "still" "earlier" "last" "later" "today" "but" "and" "yet" "also" "now"
        "overall" "separately";
    is_opening_conjunction: "when" "while" "although" "though" "since" "as" "because" "after" "before";
    is_vague_quantity: "both" "no" "not" "another" "neither" "all" "each" "few" "such" "any" "every";
    is_span_of_time: "week" "month" "year" "night" "morning" "afternoon" "evening" "weekend" "summer" "spring" "fall"
        "winter" "time";
    points_at_time: "last" "this" "next" "earlier" "late" "early" "sunday" "monday" "tuesday" "wednesday" "thursday"
        "friday" "saturday";
    is_loose_end: "since" "before" "after" "because" "when" "where" "and" "or" "," "but" "-" "'" "’" "that" "not" "as" "like" "than" "in" "only" "even" "associated"
        "based" "related" "located" "led" "is" "are" "was" "were" "has" "have" "had" "will" "would" "during" "both";
    is_no_achievement: "out" "that" "themselves" "guilty" "up" "down" "off" "back";
    is_empty_act: "say" "get" "come" "go" "have" "know" "see" "think" "tell" "look";
    looks_ahead: "plan" "hope" "aim" "intend" "seek" "vow" "promise" "pledge" "prepare" "propose";
    is_unasked: "have" "own" "range" "exist" "result" "weigh" "resemble" "experience" "reach" "receive" "learn" "notice" "border"
        "respond" "comment" "lead" "follow" "attend" "arrive" "die" "pass" "turn" "try" "manage" "represent" "stun" "marry" "call"
        "appear" "emerge" "suggest" "find" "score" "finish" "wear" "feature" "play" "catch" "succeed" "head" "win" "discover"
        "acknowledge" "reiterate" "share" "tie" "wed" "divorce" "drown" "pursue" "flow" "squeeze" "celebrate" "travel" "watch" "survive" "face" "use" "test" "visit" "meet" "indicate" "conclude" "reveal" "rule" "lie"
        "sustain" "cover" "relate" "involve" "depend" "revolve" "concern" "center" "centre" "direct" "star" "co-star" "pen" "voice" "perform" "air" "rank" "equal" "total" "number" "cost" "act" "serve" "run" "put" "bring" "set" "hold" "give" "take" "make";
    is_unasked_passive: "kill" "strike" "attack" "wound" "crush" "raise" "publish" "air" "broadcast" "print" "believe" "understand" "rumour" "rumor" "thank" "condemn" "direct" "nominate" "appoint" "cut" "hit" "rape" "molest" "abuse" "ask" "take" "bear" "know" "name" "call" "locate" "base" "see" "think" "say" "schedule" "report" "expect"
        "concern" "involve" "surprise" "relate" "marry" "consider" "describe" "show" "need" "find" "set" "make" "tell"
        "unite" "title" "identify" "mean" "post" "survive" "write" "determine" "injure" "prepare" "record";
    is_done_for: "praise" "criticise" "criticize" "condemn" "thank" "pay" "sue" "fine" "jail" "sentence" "arrest" "charge"
        "apologise" "apologize" "honour" "honor" "applaud" "laud" "slam" "mock" "ridicule" "scold" "rebuke" "punish" "execute"
        "nominate" "award" "reward" "indict" "prosecute" "convict" "wait" "search" "look" "compensate" "commend" "hail" "discipline" "suspend" "fire" "sack" "dismiss" "ban" "admonish" "investigate";
    is_standing: "offer" "provide" "feature" "include" "contain" "cover" "boast" "consist" "house" "allow" "enable" "comprise" "sell"
        "carry" "produce" "operate" "deliver" "show" "handle" "tend" "prefer" "love" "enjoy" "specialise" "specialize";
    stands_without_object: "resign" "retire" "leave" "withdraw" "comply" "testify" "merge" "cooperate" "vote" "fight"
        "die" "move" "erupt" "collapse" "crash" "fall" "rise" "drop" "jump" "fail" "expand" "return" "appeal" "grow" "negotiate" "surrender" "work";
    takes_an_object: "conduct" "publish" "release" "commission" "place" "make" "give" "send" "use" "produce" "create" "build"
        "carry" "arrest" "kill" "injure" "catch" "expect" "plan" "own" "run" "involve";
    is_amount_change: "invest" "hire" "sell" "donate" "lend" "borrow" "fine" "award" "earn" "lose" "raise" "cut" "increase" "reduce" "pay" "spend";
    is_choice: "plan" "decide" "choose" "agree" "want" "seek" "offer" "support" "back" "join" "abandon" "leave" "quit"
        "resign" "pay" "sell" "hire" "appoint" "invite";
    is_held_as: "treat" "regard" "view" "describe" "see" "use" "know" "name" "hail" "portray" "dismiss" "identify" "recognise"
        "recognize" "label" "brand" "classify" "count";
    has_a_reason: "abandon" "abolish" "accept" "admit" "alter" "apologise" "apologize" "assassinate" "attack" "avoid" "axe" "back"
        "backfire" "boycott" "break" "bypass" "campaign" "cancel" "change" "clash" "collapse" "conceal" "contradict" "convert" "crash"
        "defect" "defend" "defy" "delay" "demolish" "deport" "destroy" "differ" "disappear" "discriminate" "dismantle" "disrupt"
        "distrust" "ditch" "divide" "drop" "emigrate" "endorse" "escape" "evict" "exclude" "expel" "favour" "favor" "fear" "flee"
        "forbid" "force" "gamble" "hate" "hesitate" "hide" "hike" "ignore" "impose" "insist" "invade" "isolate" "kill" "lack" "leak"
        "lie" "lag" "leave" "lobby" "lose" "migrate" "mistrust" "move" "neglect" "oppose" "outlaw" "outnumber" "outsource" "overlook"
        "overspend" "panic" "persecute" "postpone" "prefer" "privatise" "quit" "rebel" "reconsider" "reform" "relocate" "reopen"
        "resent" "resist" "restrict" "retaliate" "retreat" "return" "reverse" "revive" "revolt" "rush" "sabotage" "sack" "scrap"
        "shelve" "shift" "shun" "shut" "single" "snub" "soften" "split" "stall" "stop" "struggle" "surrender" "switch" "target"
        "threaten" "throw" "toughen" "turn" "underestimate" "vanish" "vote" "waive" "walk" "warn" "weaken" "withdraw" "withhold"
        "dominate" "divert" "dodge" "doubt" "downplay" "endanger" "exempt" "fund" "intervene" "invest" "pressure" "promise"
        "prolong" "punish" "pursue" "ration" "regret" "remain" "repeat" "settle" "spare" "stay" "suffer" "suspect" "tolerate"
        "trust" "undermine" "urge" "wait" "worsen";
    is_done_at_a_place: "take" "gather" "build" "open" "hold" "land" "move" "settle" "deploy" "launch" "march"
        "relocate" "concentrate" "travel" "flee";
    is_arranged_act: "pay" "fund" "enforce" "protect" "cut" "replace" "create" "handle" "address" "measure" "monitor"
        "increase" "expand" "operate" "run" "provide" "distribute" "divide" "spend" "compete" "prevent" "solve"
        "tackle";
    ends_phrase_before: "and" "or" "but" "not" "new" "first" "second" "last" "next" "possible" "alleged" "potential"
        "apparent" "own" "same";
    is_uncertain: "no" "any" "another" "possible" "potential" "alleged" "not" "apparent";
    opens_second_phrase: "of" "on" "in" "at" "against" "between" "over" "with";
    is_agreement: "deal" "agreement" "merger" "acquisition" "takeover" "alliance" "partnership" "settlement" "truce"
        "ceasefire";
    is_danger: "risk" "threat" "danger" "fears" "possibility" "prospect" "likelihood";
    is_telling: "say" "tell" "call" "describe" "write" "tweet" "add" "argue" "warn" "claim" "announce";
    is_short_title: "Mr" "Mrs" "Ms" "Dr" "Sen" "Rep" "Gov" "Gen" "St" "Prof" "Lt" "Col" "Jr" "Inc" "Corp" "Co" "Ltd";
    is_never_name: "but" "and" "or" "yet" "not" "mr." "mrs." "ms." "dr.";
    is_loose_description: "good" "great" "huge" "big" "major" "own" "such" "worst" "best" "bad" "real" "much" "whole" "entire"
        "separate" "further" "normal" "ongoing" "initial" "current" "final" "malicious" "same" "other" "special" "actual"
        "official" "original" "old" "certain" "serious" "terrible" "tragic" "chaotic" "live" "news" "full" "media" "press"
        "police" "latest" "recent" "similar";
    is_title_of_person: "mr" "mrs" "ms" "dr" "president" "minister" "mayor" "sir" "lord" "judge" "sheriff" "gov." "sen."
        "rep." "prof." "professor" "captain" "chancellor" "chief" "secretary" "officer" "coach" "prime" "foreign";
    is_person_noun: "man" "woman" "boy" "girl" "mother" "father" "son" "daughter" "wife" "husband" "president" "minister" "mayor"
        "spokesman" "spokeswoman" "spokesperson" "leader" "director" "chief" "executive" "officer" "judge" "actor" "actress"
        "singer" "author" "writer" "player" "coach" "manager" "teacher" "student" "doctor" "scientist" "researcher" "engineer"
        "lawyer" "attorney" "prosecutor" "victim" "suspect" "driver" "pilot" "senator" "governor" "professor" "analyst" "founder"
        "chairman" "captain" "striker" "midfielder" "defender" "star" "brother" "sister" "friend" "secretary" "official" "king"
        "queen" "prince" "princess" "pope" "soldier" "owner" "farmer" "journalist" "editor" "one" "person" "child" "teenager"
        "chancellor" "candidate" "activist" "boss" "head";
    is_saying: "say" "announce" "report" "confirm" "reveal" "show" "add" "note" "explain" "claim" "allege" "contend" "insist"
        "maintain" "assert" "argue" "estimate" "calculate" "suggest" "imply" "predict" "warn" "fear" "worry" "believe" "deny"
        "complain" "doubt" "rule" "decide" "find" "conclude" "indicate" "admit" "acknowledge" "concede" "confess" "think" "hope"
        "propose" "recommend" "demand";
    is_device: "system" "technology" "app" "software" "device" "drug" "vaccine" "method" "technique" "algorithm"
        "platform" "network" "machine" "robot" "sensor" "treatment" "therapy" "engine" "tool" "virus" "worm"
        "sensors" "robots" "machines" "devices" "systems" "drugs" "vaccines" "tools" "batteries" "battery" "reactor" "telescope"
        "satellite" "drones" "drone" "camera" "cameras" "procedure" "mechanism" "protocol" "chip" "chips" "gene" "enzyme"
        "antibody" "material" "turbine" "turbines" "pump" "pumps" "solver";
    is_affected: "residents" "villagers" "farmers" "families" "workers" "patients" "children" "students" "pupils" "customers"
        "consumers" "drivers" "commuters" "businesses" "companies" "shops" "firms" "fishermen" "communities" "investors"
        "employees" "teachers" "parents" "tenants" "taxpayers" "passengers" "users" "developers" "women" "migrants" "refugees"
        "voters" "doctors" "nurses" "players" "fans" "travellers" "travelers" "homeowners" "shareholders" "suppliers" "retailers"
        "neighbours" "neighbors" "households" "borrowers" "savers" "banks" "crews" "dockers" "growers" "producers" "exporters"
        "importers" "readers" "publishers" "schools" "hospitals" "airlines" "civilians" "veterans" "pensioners" "prisoners";
    is_bodily: "step" "sit" "regain" "faint" "hit" "slip" "walk" "jump" "wave" "throw" "pick" "touch" "carry" "lie" "spend" "land" "shout" "eat" "drink"
        "drive" "fly" "cross" "push" "pull" "climb" "knock" "fill" "pour" "swim" "ride" "park" "wake" "sleep" "wash" "cook" "sing"
        "dance" "blow" "shake" "kick" "grab" "hang" "point" "radio" "gaze" "stand" "wear" "dress" "pose" "shine" "sound" "nod"
        "smash" "tackle" "header" "volley" "net" "hurl" "toss" "chase" "stretch" "lean" "kneel" "swing" "bounce" "roll"
        "slide" "crawl" "stare" "glance" "nudge" "slot" "curl" "bowl" "bat" "feed" "spot" "slam";
    is_routine: "match" "arrange" "fall" "display" "capture" "sign" "join" "introduce" "enjoy" "approach" "hold" "pack" "load"
        "lift" "lay" "place" "mark" "note" "fit" "contribute" "chair" "boast" "relax" "rest" "stop" "shop" "pursue" "issue"
        "begin" "remain" "host" "keep" "help" "train" "study" "publish" "battle";
    is_partisan: "critics" "critic" "opponents" "opponent" "supporters" "campaigners" "activists" "rivals" "lawyers" "lawyer"
        "defenders" "advocates" "skeptics" "sceptics" "detractors" "proponents" "backers" "union" "unions" "lobbyists" "opposition"
        "protesters" "residents" "families" "attorneys" "attorney" "some" "others" "many";
    is_instruction: "press" "type" "use" "choose" "open" "click" "put" "set" "run" "add" "try" "see" "note" "go" "select" "enter"
        "write" "start" "install" "copy" "make" "mix" "stir" "preheat" "check" "remember" "give" "keep";
    is_source: "study" "survey" "poll" "report" "research" "analysis" "data" "figures" "documents" "tests" "trial" "experts"
        "scientists" "researchers" "investigation" "inquiry" "review" "audit" "statistics" "records" "results" "findings" "experiments"
        "investigators" "team" "economists" "analysts" "studies" "surveys" "polls" "simulations" "measurements";
    is_no_actor: "god" "internet" "cnn" "mailonline" "facebook" "twitter" "sportsmail" "christmas" "street" "road" "american"
        "english" "french" "german" "greek" "reuters" "bbc";
    needs_context: "he" "she" "they" "it" "him" "them" "this" "these" "those" "here" "it's" "that's" "there";
}

/// Returns whether a word, as it is written, ends the name of a country or of a city everybody knows.
pub(super) fn is_country(word: &str) -> bool {
    const COUNTRIES: &str = " Afghanistan Albania Algeria Angola Argentina Armenia Australia Austria Azerbaijan Bahrain Bangladesh Belarus Belgium \
        Bolivia Bosnia Botswana Brazil Britain Bulgaria Burma Burundi Cambodia Cameroon Canada Chad Chile China Colombia Congo Croatia Cuba \
        Cyprus Denmark Ecuador Egypt England Eritrea Estonia Ethiopia Finland France Gaza Georgia Germany Ghana Greece Guatemala Haiti Honduras \
        Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan Kashmir Kazakhstan Kenya Korea Kosovo Kuwait \
        Laos Latvia Lebanon Liberia Libya Lithuania Luxembourg Macedonia Malawi Malaysia Mali Malta Mexico Moldova Mongolia Morocco Mozambique \
        Myanmar Namibia Nepal Netherlands Nicaragua Niger Nigeria Norway Oman Pakistan Palestine Panama Paraguay Peru Philippines Poland Portugal \
        Qatar Romania Russia Rwanda Scotland Senegal Serbia Singapore Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland Syria \
        Taiwan Tanzania Thailand Tunisia Turkey Uganda Ukraine Uruguay Uzbekistan Vanuatu Venezuela Vietnam Wales Yemen Zambia Zimbabwe Crimea \
        Beijing London Paris Berlin Moscow Tokyo Delhi Mumbai Washington Baghdad Kabul Cairo Tehran Jerusalem Brussels Kiev Damascus Athens Madrid \
        Rome Vienna Dublin Lagos Nairobi Sydney Melbourne Toronto Chicago Boston Baltimore Detroit California Texas Florida Arizona Indiana ";
    COUNTRIES
        .split_ascii_whitespace()
        .any(|country| country == word)
}

/// Returns whether something that happens carries this name.
pub(super) fn is_event(word: &str) -> bool {
    matches!(
        word,
        "strike"
            | "strikes"
            | "attack"
            | "attacks"
            | "collapse"
            | "merger"
            | "deal"
            | "ruling"
            | "crash"
            | "ban"
            | "lawsuit"
            | "acquisition"
            | "takeover"
            | "resignation"
            | "shooting"
            | "protests"
            | "protest"
            | "war"
            | "crisis"
            | "outbreak"
            | "recall"
            | "investigation"
            | "cuts"
            | "layoffs"
            | "tariffs"
            | "sanctions"
            | "agreement"
            | "shutdown"
            | "shortage"
            | "boycott"
            | "scandal"
            | "dispute"
            | "conflict"
            | "standoff"
            | "feud"
            | "bankruptcy"
            | "controversy"
            | "breakup"
            | "uprising"
            | "coup"
            | "embargo"
            | "explosion"
            | "massacre"
            | "riots"
            | "clashes"
            | "raid"
            | "raids"
            | "killings"
            | "bombing"
            | "bombings"
            | "dismissal"
            | "withdrawal"
            | "downturn"
            | "recession"
            | "surge"
            | "decline"
            | "slump"
            | "rivalry"
            | "alliance"
            | "partnership"
            | "ceasefire"
            | "truce"
            | "siege"
            | "blockade"
            | "evacuation"
            | "delay"
            | "delays"
            | "breach"
            | "leak"
            | "settlement"
            | "closure"
            | "closures"
            | "stoppage"
            | "walkout"
            | "rebellion"
    )
}

/// Returns whether a noun in lower case is plural, as far as its ending tells.
pub(super) fn is_plural(word: &str) -> bool {
    matches!(
        word,
        "people"
            | "police"
            | "men"
            | "women"
            | "children"
            | "gunmen"
            | "troops"
            | "data"
            | "media"
            | "both"
            | "several"
            | "many"
            | "most"
    ) || (word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("us")
        && !word.ends_with("is")
        && !word.ends_with("'s")
        && !word.ends_with("’s")
        && !matches!(
            word,
            "news" | "politics" | "economics" | "series" | "physics" | "congress"
        ))
}
