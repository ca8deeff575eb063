using System.Data;
using Microsoft.EntityFrameworkCore;

namespace Metier.Platform;

/// <summary>The one way to change data: a whole use case in one transaction, saved once at its end.</summary>
public static class WriteTransactions
{
    private const int Tries = 4;

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction. If it answers with a value, changes are saved and committed; if it
    /// refuses, nothing is kept. When two people collide (stale version, duplicate key, deadlock) the work is run again
    /// against what the other left behind, so it can refuse for the right reason; after four tries the answer is a conflict.
    /// The work must therefore load what it needs inside, and do nothing that cannot be undone by a rollback.
    /// Inside an outer call it joins the outer transaction.
    /// </summary>
    public static async Task<Outcome<T>> WriteAsync<T>(
        this MetierDb db,
        Func<Task<Outcome<T>>> work,
        CancellationToken ct
    )
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return await work();
        }
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(db, work, ct);
            }
            catch (Exception e)
                when (e is DbUpdateConcurrencyException || Dialects.IsDuplicateKey(e) || Dialects.IsTransient(e))
            {
                db.ChangeTracker.Clear();
                db.ForgetRaised();
                if (attempt == Tries)
                {
                    return Refusal.Conflict();
                }
            }
        }
    }

    /// <summary>
    /// Work on many at once, in one transaction; when that is refused, in one for each, so that what is wrong with one of them
    /// holds up none of the others. Answers the refusals of those that stay undone. For chores: nothing is tracked afterwards.
    /// </summary>
    public static async Task<IReadOnlyList<Refusal>> WriteEachAsync(
        this MetierDb db,
        IReadOnlyList<Guid> ids,
        Func<IReadOnlyList<Guid>, Task<Outcome<Done>>> work,
        CancellationToken ct
    )
    {
        if (ids.Count == 0)
        {
            return [];
        }
        var together = await db.WriteAsync(() => work(ids), ct);
        db.ChangeTracker.Clear();
        if (together.Ok || ids.Count == 1)
        {
            return together.Ok ? [] : together.Refusals;
        }
        var refused = new List<Refusal>();
        foreach (var id in ids)
        {
            var alone = await db.WriteAsync(() => work([id]), ct);
            db.ChangeTracker.Clear();
            if (!alone.Ok)
            {
                refused.AddRange(alone.Refusals);
            }
        }
        return refused;
    }

    private static async Task<Outcome<T>> OnceAsync<T>(MetierDb db, Func<Task<Outcome<T>>> work, CancellationToken ct)
    {
        IReadOnlyList<OutboxRow> raised;
        IReadOnlyList<Action> hurry;
        Outcome<T> outcome;
        using (var gate = db.Dialect == Dialect.Sqlite ? await WriteGate.EnterAsync(ct) : null)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
            outcome = await work();
            if (!outcome.Ok)
            {
                await transaction.RollbackAsync(CancellationToken.None);
                db.ChangeTracker.Clear();
                db.ForgetRaised();
                return outcome;
            }
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(CancellationToken.None);
            raised = db.TakeRaised();
            hurry = db.TakeAfterCommit();
            db.ForgetRaised();
        }
        foreach (var action in hurry)
        {
            action();
        }
        db.WakeOutbox(raised);
        return outcome;
    }
}
