"""German counterparts of the words in `cues`: patterns, each joined to the English one that it stands beside."""

DISCLAIMER = r"^(?:medizinischer |wichtiger |rechtlicher |allgemeiner )*(?:haftungsausschluss|hinweis)$|^bitte beachten(?: sie)?$"
REFERENCES = (
    r"^(?:literatur|literaturverzeichnis|quellen|quellenangaben|quellenverzeichnis|referenzen|einzelnachweise)$"
)
FAQ = r"\bhäufig(?:e| gestellte) fragen\b|\bfragen (?:und|&) antworten$"
RELATED = (
    r"^(?:verwandte|ähnliche|weitere|neueste|beliebte) (?:artikel|beiträge|themen)$"
    r"|^das könnte (?:sie|dich) (?:auch )?interessieren$|^(?:weiterlesen|lesen sie auch|lies auch|siehe auch|mehr zum thema)$"
)
CONTENTS = r"^inhalt(?:sverzeichnis|sübersicht)?$|^(?:auf dieser seite|in diesem (?:artikel|beitrag))$"
EVIDENCE = (
    r"\bevidenz(?:lage)?\b|\b(?:studien|daten|beleg)lage\b|\bforschungsstand\b|\bstand der forschung\b"
    r"|^(?:grenzen|einschränkungen|limitationen)\b|\bklinische (?:studien|forschung)\b"
    r"|\bwas (?:sagt|sagen|zeigt|zeigen) (?:die )?(?:forschung|wissenschaft|studien)\b"
    r"|\bwas (?:die )?(?:forschung|wissenschaft|studien) (?:sagt|sagen|zeigt|zeigen)\b"
)
CONCLUSION = (
    r"^(?:unser |mein )?fazit\b|^(?:zusammenfassung|schlussfolgerung(?:en)?|schlusswort|zum schluss)\b|^kurz gesagt\b"
)
MECHANISM = (
    r"\b(?:wirk|wirkungs)(?:mechanism(?:us|en)|weisen?)\b|\bmechanism(?:us|en)\b"
    r"|\bwie\b.{1,60}\bwirk(?:t|en|en könnte|en kann)\b|^wie wirk(?:t|en)\b"
)
BENEFIT = r"(?<!kosten-)\b(?:nutzen|vorteile?)\b"
RESEARCH = r"^(?:(?:die )?(?:aktuelle|neueste|wissenschaftliche)n? )?(?:forschung|studien|untersuchungen)\b"
HARM = (
    r"\b(?:risik(?:o|en)|nebenwirkung(?:en)?|schäden|kosten|gegenanzeigen|kontraindikation(?:en)?|sicherheit|"
    r"vorsichtsmaßnahmen)\b"
)
GROUP = (
    r"^(?:was sind )?(?:der |die |ihr |ihre )?(?:(?:\w+|\d+) ){0,3}"
    r"(?:nutzen|vorteile?|(?:wirk|wirkungs)?mechanism(?:us|en)|(?:wirk|wirkungs)weisen?)\b"
    r"|^wie (?:kann |könnte )?.{1,60} wirk(?:t|en)\b|^wie wirk(?:t|en)\b"
)
LIMITED = r"\b(?:einschränkung(?:en)?|limitation(?:en)?|schwäche(?:n)?|mängel|grenzen)\b"
LIMITATION_NAMES = (
    r"(?:(?:sehr )?(?:kleine|geringe) (?:stichproben?|fallzahl(?:en)?|teilnehmerzahl(?:en)?)|"
    r"(?:fehlende|mangelnde|keine) (?:verblindung|kontrollgruppen?|randomisierung|nachbeobachtung)|"
    r"kurze (?:laufzeit(?:en)?|nachbeobachtung(?:szeit(?:en)?)?)|(?:hohes )?verzerrungsrisiko|publikationsbias|heterogenität)"
)
REVIEWER = r"^(?:medizinisch |fachlich |ärztlich )?geprüft (?:von|durch)\b"
DISCLAIMS = (
    r"^(?:haftungsausschluss|medizinischer hinweis):|\bersetz(?:t|en) (?:nicht|kein(?:e|en)?) .{0,60}"
    r"\b(?:ärzt\w+|medizinisch\w+|beratung|behandlung)\b|\bdient nur der (?:allgemeinen )?information\b"
)
CONCLUDES = r"^(?:zusammenfassend|insgesamt|abschließend|kurz gesagt|alles in allem|als fazit)\b"
