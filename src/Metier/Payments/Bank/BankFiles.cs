using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// Payment files for the operator's bank: made of what waits, approved, downloaded. An order is in one file at most, so it is
/// paid once however often a file is downloaded; the bank refuses a file it has had.
/// </summary>
public sealed class BankFiles(MetierDb db, PaymentProviders providers, IDataProtectionProvider keys)
{
    private const int MostOrders = 5_000;

    /// <summary>Puts everything that waits into a file; refuses <c>nothing_waits</c>.</summary>
    public Task<Outcome<Guid>> MakeAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Guid>(
            async () =>
            {
                if (!actor.May(StaffRoles.Finance))
                {
                    return Refusal.NotFound();
                }
                var orders = await BankDesk.Waiting(db).OrderBy(o => o.CreatedAt).Take(MostOrders).ToListAsync(ct);
                if (orders.Count == 0)
                {
                    return new Refusal("nothing_waits", BankText.NothingWaits);
                }
                var file = new BankFile
                {
                    Id = Guid.CreateVersion7(),
                    Currency = orders[0].Currency,
                    Payments = orders.Count,
                    TotalMinor = orders.Aggregate(0L, (sum, o) => checked(sum + o.AmountMinor)),
                    CreatedAt = db.Now,
                    CreatedBy = actor.MemberId,
                };
                db.BankFiles.Add(file);
                orders.ForEach(o => o.FileId = file.Id);
                db.Audit(actor, "bank.file_made", file.Id, new { file.Payments, file.Total });
                return file.Id;
            },
            ct
        );
    }

    /// <summary>
    /// Somebody else than who made it has looked at it: from now on its orders count as given. Refuses <c>same_person</c>,
    /// unless there is nobody else who could.
    /// </summary>
    public Task<Outcome<Done>> ApproveAsync(Guid id, Actor actor, CancellationToken ct) =>
        ChangeAsync(
            id,
            actor,
            "bank.file_approved",
            async (file, orders) =>
            {
                if (file.CreatedBy == actor.MemberId && await OthersAsync(actor.MemberId, ct))
                {
                    return new Refusal("same_person", BankText.SamePerson);
                }
                file.ApprovedAt = db.Now;
                file.ApprovedBy = actor.MemberId;
                orders.ForEach(o => o.State = BankState.Ordered);
                return null;
            },
            ct
        );

    /// <summary>Whether somebody else may approve payments: finance or an operator, not suspended.</summary>
    private Task<bool> OthersAsync(Guid memberId, CancellationToken ct) =>
        db.Members.AnyAsync(
            m =>
                m.Roles != StaffRoles.None
                && (m.Roles & (StaffRoles.Finance | StaffRoles.Operator)) != StaffRoles.None
                && m.SuspendedAt == null
                && m.Id != memberId,
            ct
        );

    /// <summary>Takes a file apart that was not approved; its orders wait for the next one.</summary>
    public Task<Outcome<Done>> DiscardAsync(Guid id, Actor actor, CancellationToken ct) =>
        ChangeAsync(
            id,
            actor,
            "bank.file_discarded",
            (file, orders) =>
            {
                orders.ForEach(o => o.FileId = null);
                db.BankFiles.Remove(file);
                return Task.FromResult<Refusal?>(null);
            },
            ct
        );

    /// <summary>The file as the bank takes it (<c>pain.001.001.09</c>); only an approved one.</summary>
    public async Task<Outcome<byte[]>> DownloadAsync(Guid id, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var bank = (providers.Find(BankProvider.Name) as BankProvider)?.Settings;
        var noted = await db.WriteAsync<BankFile>(
            async () =>
            {
                var file = await db.BankFiles.SingleOrDefaultAsync(f => f.Id == id && f.ApprovedAt != null, ct);
                if (!actor.May(StaffRoles.Finance) || file is null || bank is null)
                {
                    return Refusal.NotFound();
                }
                file.DownloadedAt ??= db.Now;
                db.Audit(actor, "bank.file_downloaded", id);
                return file;
            },
            ct
        );
        if (!noted.Ok)
        {
            return Outcome<byte[]>.From(noted);
        }
        var orders = await db
            .BankOperations.AsNoTracking()
            .Where(o => o.FileId == id)
            .OrderBy(o => o.CreatedAt)
            .ThenBy(o => o.Id)
            .ToListAsync(ct);
        var file = noted.Value;
        return PainWriter.Write(
            bank!,
            id,
            file.CreatedAt,
            DateOnly.FromDateTime(file.ApprovedAt!.Value),
            orders.ConvertAll(o => new PainOrder(
                o.Reference,
                o.Amount,
                o.HolderName,
                PayoutAccounts.Unprotect(keys, o.ProtectedDestination),
                o.Text.Length > 0 ? o.Text : bank!.Holder
            ))
        );
    }

    private Task<Outcome<Done>> ChangeAsync(
        Guid id,
        Actor actor,
        string what,
        Func<BankFile, List<BankOperation>, Task<Refusal?>> change,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Done>(
            async () =>
            {
                var file = await db.BankFiles.SingleOrDefaultAsync(f => f.Id == id && f.ApprovedAt == null, ct);
                if (!actor.May(StaffRoles.Finance) || file is null)
                {
                    return Refusal.NotFound();
                }
                var orders = await db.BankOperations.Where(o => o.FileId == id).ToListAsync(ct);
                if (await change(file, orders) is { } refusal)
                {
                    return refusal;
                }
                db.Audit(actor, what, id);
                return Done.It;
            },
            ct
        );
    }
}
