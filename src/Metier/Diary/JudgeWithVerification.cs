using Metier.Contracts;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>
/// Somebody's identity was checked, or a client's payment method came or went: what is not locked yet is judged anew. Both reasons are
/// the last that <see cref="DiaryRules.Judge"/> looks at, so only segments that hang on them change, and one statement does it for a contract.
/// </summary>
internal sealed class JudgeWithVerification(MetierDb db, DiaryBook book, MemberViews members, MoneyViews money)
    : IHandle<IdentityChecked>,
        IHandle<PaymentMethodAdded>,
        IHandle<PaymentMethodRemoved>,
        IHandle<PaymentMethodExpired>
{
    private const int PageSize = 100;

    /// <summary>What a segment can be that lacks nothing else.</summary>
    private static readonly List<Coverage> Hanging =
    [
        Coverage.Covered,
        Coverage.FreelancerNotVerified,
        Coverage.ClientNotVerified,
    ];

    public Task HandleAsync(IdentityChecked happened, CancellationToken ct) =>
        JudgeAsync(db.Contracts.Where(c => c.FreelancerId == happened.MemberId), ct);

    public Task HandleAsync(PaymentMethodAdded happened, CancellationToken ct) => OfClientAsync(happened.ClientId, ct);

    public Task HandleAsync(PaymentMethodRemoved happened, CancellationToken ct) =>
        OfClientAsync(happened.ClientId, ct);

    public Task HandleAsync(PaymentMethodExpired happened, CancellationToken ct) =>
        OfClientAsync(happened.ClientId, ct);

    private Task OfClientAsync(Guid clientId, CancellationToken ct) =>
        JudgeAsync(db.Contracts.Where(c => c.ClientId == clientId), ct);

    private async Task JudgeAsync(IQueryable<Contract> concerned, CancellationToken ct)
    {
        // No week before the last is open, whatever the contract says of its lock.
        var from = DiaryTime.WeekOf(DiaryTime.Of(db.Now)) - DiaryTime.Week;
        var (after, segments, kinds) = (Guid.Empty, db.DiarySegments, Hanging);
        while (true)
        {
            var page = await concerned
                .AsNoTracking()
                .Where(c => c.Kind == ContractKind.Hourly && c.Id.CompareTo(after) > 0)
                .Where(c => segments.Any(s => s.ContractId == c.Id && s.Start >= from && kinds.Contains(s.Coverage)))
                .OrderBy(c => c.Id)
                .Take(PageSize)
                .ToListAsync(ct);
            foreach (var contract in page)
            {
                await db.WriteAsync<Done>(() => JudgeAsync(contract, ct), ct);
                db.ChangeTracker.Clear();
            }
            if (page.Count < PageSize)
            {
                return;
            }
            after = page[^1].Id;
        }
    }

    private async Task<Outcome<Done>> JudgeAsync(Contract contract, CancellationToken ct)
    {
        // Whoever tracks at this moment judged by what was true before: they end first.
        await DiaryBook.HoldAsync(db, contract.Id, ct);
        var open = DiaryRules.FirstOpen(db.Now, contract.LockHours);
        var verdict =
            (await members.WithVerifiedIdentityAsync([contract.FreelancerId], ct)).Count == 0
                ? Coverage.FreelancerNotVerified
            : (await money.WithVerifiedMethodAsync([contract.ClientId], ct)).Count == 0 ? Coverage.ClientNotVerified
            : Coverage.Covered;
        var (id, kinds) = (contract.Id, Hanging.Where(k => k != verdict).ToList());
        var changed = await db
            .DiarySegments.Where(s => s.ContractId == id && s.Start >= open && kinds.Contains(s.Coverage))
            .ExecuteUpdateAsync(
                set => set.SetProperty(s => s.Coverage, verdict).SetProperty(s => s.Version, s => s.Version + 1),
                ct
            );
        if (changed > 0)
        {
            await book.TellPagesAsync(contract, ct);
        }
        return Done.It;
    }
}
