//! Spanish: «por qué» goes before a clause whose words keep their order.

use super::{Draft, Names, bare, is_capital, parted, sentence};

/// Finite forms beside the simple past, which is known by its ending.
const VERBS: &[&str] = &[
    "acusa",
    "acusan",
    "advierte",
    "advierten",
    "amenaza",
    "anuncia",
    "anuncian",
    "apoya",
    "apoyan",
    "aplaza",
    "busca",
    "buscan",
    "cierra",
    "cierran",
    "critica",
    "critican",
    "debe",
    "deben",
    "denuncia",
    "denuncian",
    "deja",
    "es",
    "espera",
    "esperan",
    "está",
    "están",
    "estaba",
    "estaban",
    "estudia",
    "exige",
    "exigen",
    "fue",
    "fueron",
    "ha",
    "habían",
    "había",
    "han",
    "impide",
    "impulsa",
    "insiste",
    "insisten",
    "investiga",
    "lanza",
    "lanzan",
    "llama",
    "mantiene",
    "mantienen",
    "necesita",
    "necesitan",
    "niega",
    "niegan",
    "ofrece",
    "ofrecen",
    "pide",
    "piden",
    "pierde",
    "pierden",
    "plantea",
    "planea",
    "planean",
    "prepara",
    "preparan",
    "pretende",
    "pretenden",
    "prevé",
    "prevén",
    "prohíbe",
    "promete",
    "propone",
    "proponen",
    "puede",
    "pueden",
    "quiere",
    "quieren",
    "recibe",
    "rechaza",
    "rechazan",
    "reclama",
    "reclaman",
    "renuncia",
    "retira",
    "sigue",
    "siguen",
    "son",
    "suspende",
    "sube",
    "suben",
    "tiene",
    "tienen",
    "va",
    "van",
    "vende",
];
/// Verbs of saying whose «que» is somebody's claim.
const SAYING: &[&str] = &[
    "afirma",
    "afirman",
    "afirmó",
    "afirmaron",
    "asegura",
    "aseguran",
    "aseguró",
    "aseguraron",
    "dijo",
    "dijeron",
    "defiende",
    "defendió",
    "explicó",
    "sostiene",
    "sostienen",
    "sostuvo",
    "recordó",
    "argumentó",
    "declaró",
    "advirtió",
];
const ARTICLES: &[&str] = &[
    "El", "La", "Los", "Las", "Un", "Una", "Unos", "Unas", "Varios", "Varias", "Dos", "Tres",
    "Cuatro", "Cinco",
];
/// Someone or something named before, the reader or the writer; also what gives the reason already.
const CONTEXT: &[&str] = &[
    "él", "ella", "ellos", "ellas", "su", "sus", "le", "les", "este", "esta", "estos", "estas",
    "ese", "esa", "esos", "esas", "eso", "esto", "aquel", "aquella", "nosotros", "nuestro",
    "nuestra", "nos", "yo", "mi", "mis", "me", "tú", "tu", "usted", "porque", "pues", "ya", "así",
    "también", "pero", "aunque", "cual", "cuales", "cuyo", "cuya", "allí", "ahí", "lo", "entonces",
    "ahora", "además",
];
const DAYS: &[&str] = &[
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
];
/// Nouns for what has consequences.
const EVENTS: &[&str] = &[
    "acuerdo",
    "ataque",
    "atentado",
    "apagón",
    "aumento",
    "bloqueo",
    "caída",
    "ciberataque",
    "cierre",
    "compra",
    "crisis",
    "decisión",
    "dimisión",
    "fallo",
    "filtración",
    "fusión",
    "guerra",
    "huelga",
    "incendio",
    "juicio",
    "ley",
    "medida",
    "prohibición",
    "protesta",
    "recorte",
    "reforma",
    "retirada",
    "sanción",
    "sentencia",
    "sequía",
    "subida",
    "suspensión",
    "terremoto",
    "venta",
    "vacuna",
];

/// Returns the questions one sentence raises.
pub(super) fn ask(words: &[&str], names: &Names) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let Some((front, finite, rest)) = finite(words).and_then(|verb| parted(words, verb)) else {
        return drafts;
    };
    let Some(subject) = subject(front, names) else {
        return drafts;
    };
    if rest.first() == Some(&"que") {
        drafts.extend(claim(finite, rest));
        return drafts;
    }
    drafts.extend(why(&subject, finite, rest));
    drafts.extend(consequences(front, &subject));
    drafts
}

fn finite(words: &[&str]) -> Option<usize> {
    (1..words.len()).find(|place| {
        let Some(word) = words.get(*place) else {
            return false;
        };
        let before = words
            .get(place - 1)
            .map(|word| word.to_lowercase())
            .unwrap_or_default();
        let is_past = word.chars().count() > 3
            && !is_capital(word)
            && (word.ends_with('ó') || word.ends_with("aron") || word.ends_with("ieron"));
        (VERBS.contains(word) || SAYING.contains(word) || is_past)
            && !matches!(
                before.as_str(),
                "el" | "la"
                    | "los"
                    | "las"
                    | "un"
                    | "una"
                    | "de"
                    | "del"
                    | "en"
                    | "a"
                    | "al"
                    | "que"
                    | "se"
                    | "no"
                    | "con"
                    | "por"
                    | "para"
                    | "sin"
                    | "y"
                    | "su"
                    | "más"
            )
    })
}

/// Returns a noun phrase as it stands within a sentence.
fn subject(front: &[&str], names: &Names) -> Option<String> {
    let first = *front.first()?;
    let is_article = ARTICLES.contains(&first);
    let is_named = !is_article && names.are_name(front);
    let is_phrase = is_article && (2..=9).contains(&front.len());
    let is_clean = front.iter().all(|word| {
        let lower = bare(word).to_lowercase();
        !word.contains(',')
            && !CONTEXT.contains(&lower.as_str())
            && !matches!(lower.as_str(), "que" | "donde" | "se" | "no")
    });
    // “En”, “Tras” and the like have a capital at the beginning only.
    let is_adverbial = matches!(
        first,
        "En" | "Tras"
            | "Según"
            | "Para"
            | "Con"
            | "Por"
            | "Desde"
            | "Durante"
            | "Ayer"
            | "Hoy"
            | "Así"
    );
    if !(is_named || is_phrase) || !is_clean || is_adverbial {
        return None;
    }
    let mut words = front.to_vec();
    let lower = first.to_lowercase();
    if is_article {
        words[0] = &lower;
    }
    Some(words.join(" "))
}

fn why(subject: &str, finite: &str, rest: &[&str]) -> Option<Draft> {
    let rest = plain(rest)?;
    let is_state = matches!(
        finite,
        "es" | "son"
            | "está"
            | "están"
            | "fue"
            | "fueron"
            | "estaba"
            | "estaban"
            | "tiene"
            | "tienen"
    );
    // What something is, is no deed; what was done to it is.
    let is_done = rest.first().is_some_and(|word| {
        ["ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"]
            .iter()
            .any(|ending| word.ends_with(ending))
    });
    if rest.len() < 2 || is_state && !is_done {
        return None;
    }
    Some(Draft {
        kind: "cause",
        text: format!("¿Por qué {subject} {finite} {}?", sentence(&rest)),
    })
}

/// «El sindicato afirma que los precios bajan» → «¿Qué pruebas hay de que los precios bajan?»
fn claim(finite: &str, rest: &[&str]) -> Option<Draft> {
    let claimed = plain(rest.get(1..)?)?;
    (SAYING.contains(&finite) && claimed.len() > 3).then(|| Draft {
        kind: "evidence",
        text: format!("¿Qué pruebas hay de que {}?", sentence(&claimed)),
    })
}

/// «La huelga de los estibadores …» → «¿Qué consecuencias tendrá la huelga de los estibadores?»
fn consequences(front: &[&str], subject: &str) -> Option<Draft> {
    let first = *front.first()?;
    let head = *front.get(1)?;
    let is_plural = matches!(first, "Los" | "Las");
    let single = head
        .strip_suffix("es")
        .filter(|single| is_plural && EVENTS.contains(single))
        .or_else(|| head.strip_suffix('s').filter(|_| is_plural))
        .unwrap_or(head);
    if !EVENTS.contains(&single) || !matches!(first, "El" | "La" | "Los" | "Las") {
        return None;
    }
    let verb = if is_plural { "tendrán" } else { "tendrá" };
    Some(Draft {
        kind: "impact",
        text: format!("¿Qué consecuencias {verb} {subject}?"),
    })
}

/// Returns the words after the verb without the day; `None` where they give the reason themselves, or speak of what
/// stands elsewhere.
fn plain<'a>(rest: &[&'a str]) -> Option<Vec<&'a str>> {
    let mut kept: Vec<&str> = Vec::with_capacity(rest.len());
    let mut words = rest.iter().peekable();
    while let Some(word) = words.next() {
        let lower = bare(word).to_lowercase();
        let is_day = matches!(lower.as_str(), "el" | "este")
            && words.peek().is_some_and(|next| DAYS.contains(&bare(next)));
        if is_day {
            let day = words.next()?;
            if day.ends_with(',') {
                return None;
            }
            continue;
        }
        if matches!(lower.as_str(), "ayer" | "hoy") && !word.ends_with(',') {
            continue;
        }
        if CONTEXT.contains(&lower.as_str()) {
            return None;
        }
        kept.push(word);
    }
    if let Some(comma) = kept.iter().position(|word| word.ends_with(',')) {
        let next = kept.get(comma + 1).copied().unwrap_or_default();
        let may_go = matches!(
            next,
            "tras" | "después" | "mientras" | "según" | "antes" | "donde" | "con" | "pese"
        );
        if !may_go || comma < 2 {
            return None;
        }
        kept.truncate(comma + 1);
    }
    Some(kept)
}
