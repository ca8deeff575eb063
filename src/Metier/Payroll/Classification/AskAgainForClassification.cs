using Metier.Contracts;
using Metier.Notifications;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>The questions are to be answered again.</summary>
public sealed record ClassificationAsked(Guid OfferId, Guid ClientId, AskAgain For, string Title, int Number);

/// <summary>Answers grow old: after so many months they are asked for again.</summary>
internal sealed class AskAgainInTime(MetierDb db, PayrollOffers offers) : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct) => db.Classifications.MinAsync(c => c.DueAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var now = db.Now;
        var due = await db
            .Classifications.Where(c => c.DueAt <= now)
            .OrderBy(c => c.DueAt)
            .Select(c => c.OfferId)
            .Take(200)
            .ToListAsync(ct);
        foreach (var id in due)
        {
            await db.WriteAsync<Done>(() => AskAsync(id, ct), ct);
            db.ChangeTracker.Clear();
        }
        return due.Count;
    }

    private async Task<Outcome<Done>> AskAsync(Guid offerId, CancellationToken ct)
    {
        var row = await db.Classifications.SingleAsync(c => c.OfferId == offerId, ct);
        if (row.DueAt is not { } due || due > db.Now)
        {
            return Done.It;
        }
        row.DueAt = null;
        // Only work that goes on can have become something else.
        if (await offers.ContractAsync(offerId, ct) is { State: not ContractState.Ended } contract)
        {
            Asking.Ask(db, row, AskAgain.Time, contract.Title);
        }
        return Done.It;
    }
}

/// <summary>Terms that change substantially are another engagement: the questions are asked again.</summary>
internal sealed class AskAgainForTerms(MetierDb db, PayrollOffers offers)
    : IHandle<OfferSent>,
        IHandle<HourlyTermsChanged>
{
    public Task HandleAsync(OfferSent happened, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var offer = await offers.GetAsync(happened.OfferId, ct);
                return await AskAsync(offer.Id, ClassificationTerms.MarkOf(offer.Terms), offer.Terms.Title, ct);
            },
            ct
        );

    public Task HandleAsync(HourlyTermsChanged happened, CancellationToken ct) =>
        happened.Kind is HourlyChange.LimitRaised or HourlyChange.LimitLifted
            ? db.WriteAsync<Done>(
                async () =>
                {
                    var contract = await offers.ByIdAsync(happened.ContractId, ct);
                    var mark = ClassificationTerms.MarkOf(contract, happened.WeeklyMinutes);
                    return await AskAsync(contract.OfferId, mark, contract.Title, ct);
                },
                ct
            )
            : Task.CompletedTask;

    private async Task<Outcome<Done>> AskAsync(Guid offerId, string mark, string title, CancellationToken ct)
    {
        var row = await db.Classifications.SingleOrDefaultAsync(c => c.OfferId == offerId, ct);
        if (row is { AskedAt: null })
        {
            var answered = await db.ClassificationAnswers.SingleAsync(a => a.Id == row.AnswersId, ct);
            if (answered.TermsMark != mark)
            {
                Asking.Ask(db, row, AskAgain.Terms, title);
            }
        }
        return Done.It;
    }
}

internal static class Asking
{
    public static void Ask(MetierDb db, Classification row, AskAgain reason, string title)
    {
        (row.AskedAt, row.AskedFor, row.DueAt) = (db.Now, reason, null);
        db.Audit(null, "classification.asked_again", row.OfferId, new { reason });
        db.Raise(new ClassificationAsked(row.OfferId, row.ClientId, reason, title, row.Number));
    }
}

/// <summary>The client is told that the questions wait.</summary>
internal sealed class ClassificationMails(Notices notices, ClassificationOptions options) : IHandle<ClassificationAsked>
{
    public Task HandleAsync(ClassificationAsked happened, CancellationToken ct) =>
        notices.TellClientAsync(
            "classification.asked",
            Ledger.Uuid5.Of(happened.OfferId, $"{happened.For}/{happened.Number}"),
            happened.ClientId,
            _ =>
                new(
                    ClassificationWordsText.AskSubject(happened.Title),
                    [
                        happened.For == AskAgain.Terms
                            ? ClassificationWordsText.AskTerms
                            : ClassificationWordsText.AskTime(options.RepeatMonths),
                    ],
                    ClassificationWordsText.AskButton,
                    $"/go/classification/{happened.OfferId}",
                    Why: ClassificationWordsText.AskWhy
                ),
            ct
        );
}
