using System.Diagnostics.CodeAnalysis;

namespace Metier.Platform;

/// <summary>
/// Why something was not done. <paramref name="Code"/> is stable and for machines; <paramref name="Message"/> is for the
/// person, in their language; <paramref name="Field"/> names the input it belongs to (null = the whole form).
/// </summary>
public sealed record Refusal(string Code, string Message, string? Field = null)
{
    /// <summary>The thing does not exist for this person. Somebody else's object gives the same answer.</summary>
    public static Refusal NotFound() => new("not_found", PlatformText.NotFound);

    /// <summary>Somebody changed the same thing meanwhile, and trying again did not help.</summary>
    public static Refusal Conflict() => new("conflict", PlatformText.Conflict);

    /// <summary>The same request id came with other content.</summary>
    public static Refusal IdempotencyMismatch() => new("idempotency_mismatch", PlatformText.IdempotencyMismatch);
}

/// <summary>What a use case answers: a value, or one or more refusals. Bugs are exceptions, never outcomes.</summary>
public readonly struct Outcome<T>
{
    private readonly T? value;
    private readonly IReadOnlyList<Refusal>? refusals;

    private Outcome(T? value, IReadOnlyList<Refusal>? refusals)
    {
        this.value = value;
        this.refusals = refusals;
    }

    /// <summary>True when it was done.</summary>
    [MemberNotNullWhen(true, nameof(value))]
    public bool Ok => refusals is null;

    /// <summary>The answer; asking for it after a refusal is a bug.</summary>
    public T Value =>
        refusals is null
            ? value!
            : throw new InvalidOperationException($"Refused: {string.Join(", ", refusals.Select(r => r.Code))}");

    /// <summary>The refusals; empty when it was done.</summary>
    public IReadOnlyList<Refusal> Refusals => refusals ?? [];

    /// <summary>True when the answer is "there is no such thing for you".</summary>
    public bool IsNotFound => Refusals.Any(r => r.Code == "not_found");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, [refusal]);

    public static implicit operator Outcome<T>(List<Refusal> refusals) =>
        refusals.Count > 0 ? new(default, refusals) : throw new ArgumentException("No refusal given", nameof(refusals));

    /// <summary>Carries the refusals of another outcome.</summary>
    public static Outcome<T> From<TOther>(Outcome<TOther> other) => new(default, other.Refusals);
}

/// <summary>The answer of a use case that has nothing to return.</summary>
public readonly record struct Done
{
    /// <summary>The only value.</summary>
    public static readonly Done It;
}
