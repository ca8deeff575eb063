using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>What a week of hours holds becomes a staffing partner's.</summary>
/// <param name="RequestId">The same id releases once.</param>
/// <param name="WeekId">Whose money.</param>
/// <param name="PartnerId">Who is owed it from now on.</param>
/// <param name="Amount">All that is held.</param>
/// <param name="Memo">What the books say.</param>
public sealed record PartnerRelease(Guid RequestId, Guid WeekId, Guid PartnerId, Money Amount, string Memo);

/// <summary>
/// A week's account → what we owe a staffing partner. Nobody earns it here: no service fee, no security period, no earning. Joins the
/// caller's write transaction.
/// </summary>
public sealed class ReleaseToPartner(MetierDb db, LedgerBook book)
{
    /// <summary>Refuses what every exit of held money refuses; the same request answers the same.</summary>
    public Task<Outcome<Done>> RunAsync(PartnerRelease input, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        return db.WriteAsync<Done>(() => ReleaseAsync(input, ct), ct);
    }

    private async Task<Outcome<Done>> ReleaseAsync(PartnerRelease input, CancellationToken ct)
    {
        var uid = Uuid5.Of(input.WeekId, $"partner/{input.RequestId:D}");
        var holding = await db.Holdings.SingleOrDefaultAsync(h => h.Id == input.WeekId, ct);
        if (Holdings.Refuse(holding, input.Amount) is { } refusal)
        {
            return refusal;
        }
        holding!.TakeFees(input.Amount);
        holding.ReleasedMinor += input.Amount.Minor;
        var posting = Posting.Create(
            uid,
            PostingKind.PartnerRelease,
            input.WeekId,
            input.Memo,
            Leg.Debit(holding.Account, input.Amount),
            Leg.Credit(LedgerAccount.PartnerPayable(input.PartnerId, holding.Unit), input.Amount)
        );
        var posted = await book.PostAsync(
            posting,
            new Parties(ClientId: holding.ClientId, ContractId: holding.ContractId),
            ct
        );
        return posted.Ok ? Done.It : Outcome<Done>.From(posted);
    }
}
