using System.Globalization;
using Metier.Ledger;
using Metier.Payments;

namespace Metier.Web.Payments;

/// <summary>Reads the filters of a statement from an address; what cannot be read filters nothing.</summary>
internal static class StatementQuery
{
    /// <summary>The kinds a client can filter by.</summary>
    public static readonly PostingKind[] ClientKinds =
    [
        PostingKind.Funding,
        PostingKind.Bonus,
        PostingKind.Release,
        PostingKind.Refund,
        PostingKind.RefundAfterRelease,
        PostingKind.Award,
    ];

    /// <summary>The kinds a freelancer can filter by.</summary>
    public static readonly PostingKind[] FreelancerKinds =
    [
        PostingKind.Release,
        PostingKind.Bonus,
        PostingKind.Award,
        PostingKind.RefundAfterRelease,
        PostingKind.PayoutRequested,
        PostingKind.PayoutReturned,
    ];

    /// <summary>The filter.</summary>
    public static StatementFilter Read(string? contract, string? kind, string? from, string? to, string? before) =>
        new(
            Guid.TryParse(contract, out var id) ? id : null,
            Enum.TryParse<PostingKind>(kind, out var posting) && Enum.IsDefined(posting) ? posting : null,
            Day(from),
            Day(to),
            long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : null
        );

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
