"""Gives moderators reasons to choose from, with what authors are told of each in the languages of the demo."""

from django.db import migrations

FIRST = [
    (
        "Off topic",
        "Your comment is not about this article. You are welcome to write again about what it says.",
        "Ihr Kommentar handelt nicht von diesem Artikel. Schreiben Sie gern noch einmal zu dem, was darin steht.",
        "Su comentario no trata de este artículo. Puede escribir de nuevo sobre lo que en él se dice.",
    ),
    (
        "Abusive or personal",
        "Your comment attacks somebody. Please write again about the matter, not the person.",
        "Ihr Kommentar greift jemanden an. Bitte schreiben Sie noch einmal: zur Sache, nicht zur Person.",
        "Su comentario ataca a alguien. Escriba de nuevo sobre el asunto, no sobre la persona.",
    ),
    (
        "Advertising",
        "We do not publish advertising, nor links to what is for sale.",
        "Wir veröffentlichen keine Werbung und keine Links zu Angeboten.",
        "No publicamos publicidad ni enlaces a lo que está en venta.",
    ),
    (
        "Medical claim without a source",
        "Your comment says that something helps or harms. Please write again and name the study or guideline that shows it.",
        "Ihr Kommentar sagt, dass etwas hilft oder schadet. Bitte nennen Sie die Studie oder Leitlinie, die das zeigt.",
        "Su comentario dice que algo ayuda o perjudica. Escriba de nuevo y nombre el estudio o la guía que lo muestra.",
    ),
    (
        "Advice that could do harm",
        "Following your advice could harm somebody who is ill. Please do not tell others what to take or to stop.",
        "Ihr Rat könnte Kranken schaden. Bitte sagen Sie anderen nicht, was sie einnehmen oder absetzen sollen.",
        "Seguir su consejo podría perjudicar a personas enfermas. No diga a otros qué tomar o qué dejar.",
    ),
    (
        "Personal or health details of others",
        "Your comment tells of another person's health or private life. Please leave that out.",
        "Ihr Kommentar erzählt von der Gesundheit oder dem Privatleben anderer. Bitte lassen Sie das weg.",
        "Su comentario habla de la salud o la vida privada de otra persona. Por favor, omítalo.",
    ),
    (
        "Written twice",
        "You have already said this in this discussion.",
        "Das haben Sie in dieser Diskussion schon gesagt.",
        "Ya ha dicho esto en esta discusión.",
    ),
]


def add(apps, schema_editor):
    reasons = apps.get_model("comments", "RejectionReason")
    texts = apps.get_model("comments", "RejectionText")
    for place, (label, *words) in enumerate(FIRST, start=1):
        reason = reasons.objects.create(label=label, position=place * 10)
        for language, text in zip(("en", "de", "es"), words, strict=True):
            texts.objects.create(reason=reason, language=language, text=text)


class Migration(migrations.Migration):
    dependencies = [("comments", "0018_deciding")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
