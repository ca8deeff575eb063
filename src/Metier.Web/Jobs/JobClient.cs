using Metier.Jobs;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Reputation;

namespace Metier.Web.Jobs;

/// <summary>What a freelancer may know of the client behind a job.</summary>
/// <param name="Verified">A payment method was accepted by the provider and has not expired.</param>
/// <param name="Paid">Paid here so far, in its first two digits; null when nothing was.</param>
public sealed record JobClient(
    string Name,
    string Place,
    DateTime Since,
    bool Verified,
    Money? Paid,
    ClientJobFacts Facts,
    Standing? Standing
)
{
    /// <summary>Of the jobs that ended, how many of a hundred with a hire; null while none has ended.</summary>
    public int? HireRate => Facts.Ended == 0 ? null : (int)Math.Round(100.0 * Facts.WithHire / Facts.Ended);
}

/// <summary>Gathers what there is to know of a client.</summary>
public sealed class JobClients(MemberViews members, MoneyViews money, JobViews jobs, ReputationViews reputation)
{
    /// <summary>The client.</summary>
    public async Task<JobClient> FindAsync(Guid clientId, CancellationToken ct)
    {
        var card = (await members.ClientsAsync([clientId], ct))[clientId];
        var methods = await money.PaymentMethodsAsync(clientId, ct);
        var paid = (await money.ClientAsync(clientId, ct)).Select(m => m.Paid).Where(p => p.Minor > 0).ToList();
        var most = paid.Find(p => p.Currency.Code == card.Currency) is { Minor: > 0 } own ? own : paid.FirstOrDefault();
        var facts = await jobs.FactsAsync([clientId], ct);
        return new JobClient(
            card.Name,
            Countries.Place(card.City, card.Country),
            card.CreatedAt,
            methods.Exists(m => !m.IsExpired),
            paid.Count == 0 ? null : JobShow.Roughly(most),
            facts.GetValueOrDefault(clientId) ?? new ClientJobFacts(0, 0, 0),
            (await reputation.ClientsAsync([clientId], ct)).GetValueOrDefault(clientId)
        );
    }
}
