using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// Freezes what is left of a charge: first what is held for its milestone or week, then what rolled over from there, then what
/// was earned by it. Money a freelancer has withdrawn is not there to be frozen. Joins the caller's write transaction.
/// </summary>
internal sealed class FreezeMoney(MetierDb db, LedgerBook book)
{
    /// <summary>Refuses when somebody was faster with the same money; the caller looks again.</summary>
    public async Task<Outcome<Done>> RunAsync(Chargeback about, CancellationToken ct)
    {
        var sources = await SourcesAsync(db, about.ContractId, about.SubjectId, about.Currency, ct);
        var left = about.WorkMinor;
        foreach (var (holding, most) in sources)
        {
            var part = Math.Min(Math.Min(left, most), holding.LeftMinor - holding.FrozenMinor);
            if (part > 0)
            {
                holding.FrozenMinor += part;
                holding.FrozenSince ??= db.Now;
                about.FrozenHeldMinor += part;
                left -= part;
                Add(about, holding.Id, null, part, part);
            }
        }
        return left == 0 ? Done.It : await EarnedAsync(about, [.. sources.Select(s => s.Holding.Id)], left, ct);
    }

    /// <summary>Where the money of a charge may lie, each with the most that can be of it.</summary>
    internal static async Task<List<(Holding Holding, long Most)>> SourcesAsync(
        MetierDb db,
        Guid contractId,
        Guid subjectId,
        string currency,
        CancellationToken ct
    )
    {
        var all = await db
            .Holdings.Where(h => h.ContractId == contractId && h.Currency == currency)
            .OrderBy(h => h.FundedAt)
            .ThenBy(h => h.Id)
            .ToListAsync(ct);
        if (all.Find(h => h.Id == subjectId) is not { } own)
        {
            return [];
        }
        var rolled = all.Where(h => h.Id != own.Id && h.RolledInMinor > 0 && own.RolledOutMinor > 0)
            .Select(h => (h, Math.Min(own.RolledOutMinor, h.RolledInMinor)));
        return [(own, long.MaxValue), .. rolled];
    }

    /// <summary>What was earned with the money of a charge, the latest first: that is where most is left.</summary>
    internal static Task<List<Earning>> EarningsAsync(
        MetierDb db,
        Chargeback about,
        List<Guid> subjects,
        CancellationToken ct
    )
    {
        var (contract, freelancer, currency) = (about.ContractId, about.FreelancerId, about.Currency);
        List<Guid> all = [about.SubjectId, .. subjects];
        return db
            .Earnings.Where(e =>
                e.ContractId == contract
                && e.FreelancerId == freelancer
                && e.Currency == currency
                && all.Contains(e.SubjectId)
            )
            .OrderBy(e => e.SubjectId == about.SubjectId ? 0 : 1)
            .ThenBy(e => e.AvailableSince != null)
            .ThenByDescending(e => e.EarnedAt)
            .ThenByDescending(e => e.Id)
            .ToListAsync(ct);
    }

    private async Task<Outcome<Done>> EarnedAsync(
        Chargeback about,
        List<Guid> subjects,
        long left,
        CancellationToken ct
    )
    {
        var unit = about.Unit;
        var available = LedgerAccount.FreelancerAvailable(about.FreelancerId, unit);
        var ready = (await book.BalanceAsync(available, ct)).Minor;
        var legs = new List<Leg>();
        foreach (var earning in await EarningsAsync(db, about, subjects, ct))
        {
            var pending = earning.AvailableSince is null;
            var (gross, net) = Part(earning, left, pending ? long.MaxValue : ready);
            if (net <= 0)
            {
                continue;
            }
            earning.FrozenGrossMinor += gross;
            earning.FrozenMinor += net;
            about.FrozenEarnedMinor += net;
            left -= gross;
            ready -= pending ? 0 : net;
            Add(about, null, earning.Id, gross, net);
            var from = pending ? LedgerAccount.FreelancerPending(about.FreelancerId, unit) : available;
            legs.Add(Leg.Debit(from, unit.Minor(net)));
        }
        if (legs.Count == 0)
        {
            return Done.It;
        }
        var frozen = LedgerAccount.FreelancerDisputed(about.FreelancerId, unit);
        legs.Add(Leg.Credit(frozen, unit.Minor(about.FrozenEarnedMinor)));
        var posting = Posting.Create(
            Uuid5.Of(about.Id, "opened"),
            PostingKind.ChargebackOpened,
            about.Id,
            about.Memo,
            [.. legs]
        );
        var posted = await book.PostAsync(posting, about.Parties, ct);
        return posted.Ok ? Done.It : Outcome<Done>.From(posted);
    }

    /// <summary>The price and the freelancer's part of it that can be frozen: no more than is wanted, is left, and is there.</summary>
    private static (long Gross, long Net) Part(Earning earning, long wanted, long there)
    {
        var grossLeft = earning.GrossMinor - earning.RefundedGrossMinor - earning.FrozenGrossMinor;
        var netLeft = earning.NetLeftMinor - earning.FrozenMinor;
        var gross = Math.Min(wanted, grossLeft);
        if (gross <= 0 || netLeft <= 0 || there <= 0)
        {
            return (0, 0);
        }
        var net = gross == grossLeft ? netLeft : (long)((Int128)netLeft * gross / grossLeft);
        if (net <= there)
        {
            return (gross, net);
        }
        return ((long)((Int128)grossLeft * there / netLeft), there);
    }

    private void Add(Chargeback about, Guid? holding, Guid? earning, long gross, long net) =>
        db.ChargebackParts.Add(
            new ChargebackPart
            {
                Id = Uuid5.Of(about.Id, $"{holding ?? earning:D}"),
                ChargebackId = about.Id,
                HoldingId = holding,
                EarningId = earning,
                GrossMinor = gross,
                NetMinor = net,
            }
        );
}
