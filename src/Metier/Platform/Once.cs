using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Metier.Platform;

/// <summary>The remembered answer to a request that must not be carried out twice.</summary>
internal sealed class OnceRow
{
    public required string Key { get; init; }
    public required string RequestHash { get; init; }
    public required string Answer { get; init; }
    public DateTime At { get; init; }
}

/// <summary>Requests that move money or make something: the second try gets the first answer.</summary>
public static class Once
{
    /// <summary>
    /// As <see cref="WriteTransactions.WriteAsync{T}"/>, but remembers the answer under (<paramref name="scope"/>,
    /// <paramref name="requestId"/>) in the same transaction. The same id with the same <paramref name="content"/> gets the
    /// first answer without running again; with other content it is refused. Refusals are not remembered.
    /// </summary>
    public static Task<Outcome<T>> WriteOnceAsync<T>(
        this MetierDb db,
        string scope,
        Guid requestId,
        object content,
        Func<Task<Outcome<T>>> work,
        CancellationToken ct
    )
    {
        var key = $"{scope}:{requestId:N}";
        var hash = Convert.ToHexString(
            SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(content, EventRegistry.Json)))
        );
        return db.WriteAsync<T>(
            async () =>
            {
                var before = await db.Set<OnceRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Key == key, ct);
                if (before is not null)
                {
                    return before.RequestHash == hash
                        ? JsonSerializer.Deserialize<T>(before.Answer, EventRegistry.Json)!
                        : Refusal.IdempotencyMismatch();
                }
                var outcome = await work();
                if (outcome.Ok)
                {
                    db.Set<OnceRow>()
                        .Add(
                            new OnceRow
                            {
                                Key = key,
                                RequestHash = hash,
                                Answer = JsonSerializer.Serialize(outcome.Value, EventRegistry.Json),
                                At = db.Now,
                            }
                        );
                }
                return outcome;
            },
            ct
        );
    }
}
