using System.Globalization;
using Metier.Ledger;

namespace Metier.Payments;

/// <summary>
/// Accounts of the platform itself (providers, fees) take part in nearly every posting. On PostgreSQL each is kept in parts,
/// so that postings for different subjects do not wait for one row; SQLite has one writer and gains nothing.
/// </summary>
internal static class LedgerStripes
{
    /// <summary>Into how many parts.</summary>
    public const int Count = 16;

    /// <summary>
    /// Whether an account is kept in parts. Never one with an owner, nor one with a floor: a part may fall below zero while the
    /// whole is far above.
    /// </summary>
    public static bool Has(LedgerAccount account) => account.OwnerId is null && account.Floor is null;

    /// <summary>The code of the part that postings for a subject go to; the same subject, the same part.</summary>
    public static string Code(LedgerAccount account, Guid subjectId)
    {
        // The last byte of an id is random in every version that is in use here.
        Span<byte> bytes = stackalloc byte[16];
        subjectId.TryWriteBytes(bytes);
        return Code(account, bytes[15] % Count);
    }

    /// <summary>The codes of all its parts.</summary>
    public static IEnumerable<string> Codes(LedgerAccount account) =>
        Enumerable.Range(0, Count).Select(part => Code(account, part));

    private static string Code(LedgerAccount account, int part) =>
        part == 0 ? account.Code : string.Create(CultureInfo.InvariantCulture, $"{account.Code}#{part}");
}
