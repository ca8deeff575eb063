using System.Globalization;
using Metier.Contracts;
using Metier.Members;
using Metier.Platform;

namespace Metier.Payroll;

/// <summary>The answers as a PDF in the language of whoever answered; without the client's notes.</summary>
public sealed class ClassificationDocument(
    FileIntake files,
    DocumentFonts fonts,
    MemberViews members,
    TimeProvider clock
)
{
    internal async Task<Guid> KeepAsync(
        Offer offer,
        MemberCard freelancer,
        ClassificationPack pack,
        Judgement judged,
        int number,
        Actor actor,
        CancellationToken ct
    )
    {
        var client = (await members.ClientsAsync([offer.ClientId], ct))[offer.ClientId];
        using var language = new InLanguage(actor.Language);
        var now = clock.UtcNow();
        var day = now.ToString("d MMMM yyyy HH:mm", Languages.Culture(actor.Language)) + " UTC";
        var sheet = new PdfSheet(
            fonts,
            ClassificationWordsText.Title,
            $"{ClassificationWordsText.Title} · {offer.Id:D} · {number.ToString(CultureInfo.InvariantCulture)}",
            now
        );
        sheet.Title(ClassificationWordsText.Title);
        sheet.Facts([
            (ClassificationWordsText.Engagement, offer.Terms.Title),
            (ClassificationWordsText.Client, client.LegalName.Length > 0 ? client.LegalName : client.Name),
            (ClassificationWordsText.Freelancer, freelancer.Name),
            (ClassificationWordsText.Country, freelancer.Country.Length > 0 ? Countries.Name(freelancer.Country) : "–"),
            (ClassificationWordsText.Pack, ClassificationWordsText.PackVersion(pack.Name.Here, pack.Version)),
            (ClassificationWordsText.Version, number.ToString(CultureInfo.InvariantCulture)),
            (ClassificationWordsText.AnsweredBy, actor.Name),
            (ClassificationWordsText.AnsweredOn, day),
        ]);
        sheet.Heading($"{ClassificationWordsText.Result}: {ClassificationWords.Result(judged.Result)}");
        sheet.Paragraph(ClassificationWords.Detail(judged.Result));
        foreach (var rule in judged.Decisive)
        {
            sheet.Paragraph("– " + rule.Why.Here);
        }
        sheet.Table(
            [new(ClassificationWordsText.Question, 0.84), new(ClassificationWordsText.Weight, 0.16, true)],
            [
                .. judged.Lines.Select(l =>
                    (IReadOnlyList<string>)
                        [
                            $"{l.Question.Text.Here}\n{l.Answer.Text.Here}\n{l.Question.Why.Here}",
                            ClassificationWords.Share(l),
                        ]
                ),
                [ClassificationWordsText.Total, $"{Formats.Count(judged.Points)}/{Formats.Count(judged.Most)}"],
            ],
            totals: 1
        );
        sheet.Paragraph(pack.Basis.Here, 9);
        sheet.Gap(6);
        sheet.Paragraph(ClassificationWordsText.NotAdvice, 9);
        var file = await files.KeepAsync(
            $"classification-{number}.pdf",
            sheet.Save(),
            "application/pdf",
            actor.MemberId,
            ct
        );
        return file.Id;
    }
}

/// <summary>Results in the words of the reader.</summary>
public static class ClassificationWords
{
    /// <summary><c>Needs care</c>.</summary>
    public static string Result(ClassificationResult result) => ClassificationWordsText.Find("result" + result) ?? "";

    /// <summary>A sentence about it.</summary>
    public static string Detail(ClassificationResult result) =>
        ClassificationWordsText.Find($"result{result}Detail") ?? "";

    /// <summary><c>10/20</c>.</summary>
    public static string Share(Contribution line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return $"{Formats.Count(line.Answer.Points)}/{Formats.Count(line.Question.Most)}";
    }
}
