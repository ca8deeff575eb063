using Metier.Contracts;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Diary;

/// <summary>The freelancer says what may be recorded on a contract: before the first start, and lower or higher at any time.</summary>
public sealed class GiveConsent(MetierDb db, DiaryBook book)
{
    /// <summary>Up to the level the contract asks for; counts from the running minute on.</summary>
    public Task<Outcome<Done>> RunAsync(Guid contractId, ProofLevel level, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await book.WorkedByAsync(contractId, actor, ct) is not { } hourly)
                {
                    return Refusal.NotFound();
                }
                if (!Enum.IsDefined(level) || level > hourly.Terms.Proof)
                {
                    return new Refusal("level", DiaryRefusalText.LevelNotAsked, "Form.Level");
                }
                var before = (await book.ConsentsAsync(contractId, ct)).Now;
                if (before == level)
                {
                    return Done.It;
                }
                db.DiaryConsents.Add(
                    new DiaryConsent
                    {
                        Id = Ids.New(db.Clock),
                        ContractId = contractId,
                        At = db.Now,
                        Level = level,
                    }
                );
                book.Note(contractId, actor, before is null ? "consent" : "level", [], 0, level.ToString());
                await book.TellPagesAsync(hourly.Contract, ct);
                return Done.It;
            },
            ct
        );
}

/// <summary>The freelancer takes the consent back: the timer stops and cannot be started until there is a new one.</summary>
public sealed class WithdrawConsent(MetierDb db, DiaryBook book)
{
    /// <summary>Taking back twice is no error.</summary>
    public Task<Outcome<Done>> RunAsync(Guid contractId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (await book.WorkedByAsync(contractId, actor, ct) is not { } hourly)
                {
                    return Refusal.NotFound();
                }
                if ((await book.ConsentsAsync(contractId, ct)).Now is null)
                {
                    return Done.It;
                }
                db.DiaryConsents.Add(
                    new DiaryConsent
                    {
                        Id = Ids.New(db.Clock),
                        ContractId = contractId,
                        At = db.Now,
                    }
                );
                foreach (
                    var lease in await db
                        .TrackingLeases.Where(l => l.ContractId == contractId && l.StoppedAt == null)
                        .ToListAsync(ct)
                )
                {
                    lease.Stop(db.Now, "level");
                }
                book.Note(contractId, actor, "withdrawn", [], 0);
                await book.TellPagesAsync(hourly.Contract, ct);
                return Done.It;
            },
            ct
        );
}
