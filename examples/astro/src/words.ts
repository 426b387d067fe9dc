/** The few words of the site's own, and how its languages write dates. A new language is one more entry. */
import type { Claim, Source } from "./evident";

type Certainty = NonNullable<Claim["value"]["certainty"]>;
export type Words = {
  by: string; reviewedBy: string; updated: string; minutes: string; claimsCited: string; benefit: string; mechanism: string;
  evidence: string; noSource: string; noEvidence: string; sources: string; references: string; leaning: string; readNext: string;
  comments: string; articles: string; conflicts: string; notStated: string; retracted: string; limitations: string;
  certainty: Record<Certainty, string>; direction: Record<Source["direction"], string>;
};

const en: Words = {
  by: "By", reviewedBy: "Reviewed by", updated: "Updated", minutes: "min read", claimsCited: "claims cited", benefit: "Benefit",
  mechanism: "How it may work", evidence: "What the research says", noSource: "No source given yet", noEvidence: "No evidence was found",
  sources: "What its sources found", references: "References", leaning: "Leaning on it:", readNext: "Read next", comments: "Comments",
  articles: "Articles", conflicts: "Conflicts of interest", notStated: "not stated", retracted: "Retracted", limitations: "Limitations",
  certainty: { high: "High certainty", moderate: "Moderate certainty", low: "Low certainty", very_low: "Very low certainty" },
  direction: {
    supports: "Supports", mixed: "Mixed", no_difference: "No difference", contradicts: "Contradicts", unclear: "Unclear",
  },
};

const de: Words = {
  by: "Von", reviewedBy: "Geprüft von", updated: "Aktualisiert", minutes: "Min.", claimsCited: "Aussagen belegt", benefit: "Nutzen",
  mechanism: "Wie es wirken könnte", evidence: "Was die Forschung sagt", noSource: "Noch keine Quelle", noEvidence: "Keine Evidenz gefunden",
  sources: "Was die Quellen gefunden haben", references: "Literatur", leaning: "Darauf stützen sich:", readNext: "Weiterlesen",
  comments: "Kommentare", articles: "Artikel", conflicts: "Interessenkonflikte", notStated: "keine Angabe", retracted: "Zurückgezogen",
  limitations: "Einschränkungen",
  certainty: {
    high: "Hohe Vertrauenswürdigkeit", moderate: "Moderate Vertrauenswürdigkeit", low: "Niedrige Vertrauenswürdigkeit",
    very_low: "Sehr niedrige Vertrauenswürdigkeit",
  },
  direction: {
    supports: "Stützt", mixed: "Gemischt", no_difference: "Kein Unterschied", contradicts: "Widerspricht", unclear: "Unklar",
  },
};

export const wordsOf = (locale: string): Words => (locale.startsWith("de") ? de : en);

export const day = (iso: string | null, locale: string) =>
  iso ? new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso)) : "";
