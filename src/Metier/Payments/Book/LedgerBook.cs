using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Metier.Payments;

/// <summary>Whose history a transaction belongs to: it is listed for each of them.</summary>
public sealed record Parties(Guid? ClientId = null, Guid? FreelancerId = null, Guid? ContractId = null);

/// <summary>A transaction of the book.</summary>
/// <param name="Id">Rises with time.</param>
/// <param name="Uid">The cause.</param>
/// <param name="Replayed">True when it had been written before; nothing changed now.</param>
public sealed record PostedTransaction(long Id, Guid Uid, bool Replayed);

/// <summary>A posting and whose it is.</summary>
public sealed record Booking(Posting Posting, Parties Parties);

/// <summary>
/// The book in the database. Postings go past the change tracker, as plain statements on the context's own connection, so
/// that entries and the rows they belong to are committed together or not at all.
/// </summary>
public sealed class LedgerBook(MetierDb db)
{
    /// <summary>
    /// Writes a posting once, inside the caller's write transaction. The same cause again gets the first answer
    /// (<see cref="PostedTransaction.Replayed"/>), another content under its id is refused, and so is what would take an
    /// account below its floor (<c>insufficient_balance</c>). A refusal must end the caller's transaction.
    /// </summary>
    public async Task<Outcome<PostedTransaction>> PostAsync(Posting posting, Parties parties, CancellationToken ct)
    {
        var posted = await PostManyAsync([new Booking(posting, parties)], ct);
        return posted.Ok ? posted.Value[0] : Outcome<PostedTransaction>.From(posted);
    }

    /// <summary>
    /// Writes many postings, in their order, as if one after the other and much faster: all of them, or none when one is refused.
    /// Each cause at most once, and no more than <see cref="LedgerFunction.Most"/> at a time are held together.
    /// </summary>
    public async Task<Outcome<List<PostedTransaction>>> PostManyAsync(
        IReadOnlyList<Booking> bookings,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(bookings);
        var transaction =
            db.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("Money moves only inside a write transaction.");
        if (bookings.Count > 1 && bookings.DistinctBy(b => b.Posting.Uid).Count() < bookings.Count)
        {
            throw new PostingException("One cause is posted once.");
        }
        var posted = new List<PostedTransaction>(bookings.Count);
        foreach (var part in bookings.Chunk(LedgerFunction.Most))
        {
            var answer =
                db.Dialect == Dialect.Postgres
                    ? await PostgresBook.PostAsync(transaction, part, db.Now, ct)
                    : SqliteBook.Post(transaction, part, db.Now);
            if (answer.Refusal is { } refusal)
            {
                return refusal;
            }
            posted.AddRange(answer.Posted);
        }
        return posted;
    }

    /// <summary>What an account holds on its normal side; zero when nothing was ever posted to it.</summary>
    public async Task<Money> BalanceAsync(LedgerAccount account, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(account);
        List<string> codes =
            db.Dialect == Dialect.Postgres && LedgerStripes.Has(account)
                ? [.. LedgerStripes.Codes(account)]
                : [account.Code];
        var minor = await (
            from a in db.LedgerAccounts
            join b in db.LedgerBalances on a.Id equals b.AccountId
            where codes.Contains(a.Code)
            select (long?)b.Posted
        ).SumAsync(ct);
        return new Money(minor ?? 0, account.Currency);
    }
}

/// <summary>What one of the two databases answered.</summary>
internal readonly record struct BookAnswer(IReadOnlyList<PostedTransaction> Posted, Refusal? Refusal = null)
{
    public static BookAnswer Mismatch => new([], Platform.Refusal.IdempotencyMismatch());

    public static BookAnswer BelowFloor =>
        new([], new Refusal("insufficient_balance", PaymentRefusalText.NotEnoughMoney));
}
