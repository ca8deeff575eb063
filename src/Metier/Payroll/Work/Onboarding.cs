using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>An item is ticked off: by the person, or by the partner, each its own. When nothing is left, hours can be logged.</summary>
public sealed class TickOnboarding(MetierDb db, PartnerAccess access, PayrollOffers offers, Checklists lists)
{
    /// <summary>What shows it is kept beside it where the list asks for that.</summary>
    public Task<Outcome<Done>> RunAsync(
        Guid contractId,
        string? code,
        string? evidence,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await MineAsync(contractId, actor, ct) is not var (row, side))
                {
                    return Refusal.NotFound();
                }
                var items = await db
                    .OnboardingItems.Where(i => i.ContractId == contractId)
                    .OrderBy(i => i.Position)
                    .ToListAsync(ct);
                var item = items.Find(i => i.Code == code);
                if (item is null || item.By != side)
                {
                    return Refusal.NotFound();
                }
                if (row.State != PayrollState.Onboarding)
                {
                    return new Refusal(
                        "payroll_state",
                        PayrollWordsText.WrongState(PayrollWordsText.Find("state" + row.State) ?? "")
                    );
                }
                if (item.DoneAt is not null)
                {
                    return Done.It;
                }
                var contract = await offers.ByIdAsync(contractId, ct);
                var payroll = contract.Payroll!;
                var asked = lists.Get(payroll.Checklist, payroll.ChecklistVersion).Items.Single(i => i.Code == code);
                var shown = TypedText.Line(evidence);
                if (asked.Evidence && shown.Length == 0)
                {
                    return new Refusal("evidence", PayrollWordsText.GiveEvidence, "Form.Evidence");
                }
                if (shown.Length > 500)
                {
                    return new Refusal("too_long", PlatformText.TooLong(500), "Form.Evidence");
                }
                (item.DoneAt, item.DoneBy, item.Evidence) = (db.Now, actor.MemberId, shown);
                // Two who tick the last two items at once must not both miss that it was the last.
                db.Entry(row).State = EntityState.Modified;
                db.Audit(actor, "payroll.item_done", contractId, new { code });
                return items.TrueForAll(i => i.DoneAt is not null) ? Start(row, contract, actor) : Done.It;
            },
            ct
        );

    private Outcome<Done> Start(PayrollContract row, Contract contract, Actor actor)
    {
        if (row.Move(PayrollState.Active, db.Now) is { } refusal)
        {
            return refusal;
        }
        offers.Free(contract, actor);
        db.Raise(new PayrollMoved(row.ContractId, row.PartnerId, row.State, Ids.New(db.Clock)));
        return Done.It;
    }

    /// <summary>The contract and the side of this person: the one who will be employed, or the partner; the client has none.</summary>
    private async Task<(PayrollContract Row, ItemSide Side)?> MineAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (
            await db.PayrollContracts.SingleOrDefaultAsync(
                c => c.ContractId == id && c.FreelancerId == actor.MemberId,
                ct
            ) is
            { } own
        )
        {
            return (own, ItemSide.Freelancer);
        }
        return
            await access.OfAsync(actor, ct) is { } partner && await access.ContractAsync(id, partner, ct) is { } theirs
            ? (theirs, ItemSide.Partner)
            : null;
    }
}

/// <summary>The partner stops the work, for a permit that ran out for instance, or lets it go on.</summary>
public sealed class PausePayroll(MetierDb db, PartnerAccess access, PayrollOffers offers)
{
    /// <summary>Says why when it stops.</summary>
    public Task<Outcome<Done>> RunAsync(
        Guid contractId,
        bool paused,
        string? reason,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (
                    await access.OfAsync(actor, ct) is not { } partner
                    || await access.ContractAsync(contractId, partner, ct) is not { } row
                )
                {
                    return Refusal.NotFound();
                }
                var words = TypedText.Line(reason);
                if (paused && words.Length is 0 or > 500)
                {
                    return new Refusal(
                        "reason",
                        words.Length == 0 ? PayrollWordsText.SayWhy : PlatformText.TooLong(500),
                        "Form.Reason"
                    );
                }
                if (row.Move(paused ? PayrollState.Paused : PayrollState.Active, db.Now, words) is { } refusal)
                {
                    return refusal;
                }
                var contract = await offers.ByIdAsync(contractId, ct);
                if (paused)
                {
                    offers.Hold(contract, actor);
                }
                else
                {
                    offers.Free(contract, actor);
                }
                db.Audit(actor, paused ? "payroll.paused" : "payroll.resumed", contractId, new { words });
                db.Raise(new PayrollMoved(contractId, row.PartnerId, row.State, Ids.New(db.Clock)));
                return Done.It;
            },
            ct
        );
}

/// <summary>A contract that is over is over at the partner too.</summary>
internal sealed class EndPayroll(MetierDb db) : IHandle<ContractEnded>
{
    public Task HandleAsync(ContractEnded happened, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var id = happened.ContractId;
                var row = await db.PayrollContracts.SingleOrDefaultAsync(c => c.ContractId == id, ct);
                if (
                    row is null or { State: PayrollState.Ended }
                    || row.Move(PayrollState.Ended, happened.At) is not null
                )
                {
                    return Done.It;
                }
                db.Raise(new PayrollMoved(id, row.PartnerId, row.State, Ids.New(db.Clock)));
                return Done.It;
            },
            ct
        );
}
